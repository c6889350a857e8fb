/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});

export const quorate = $root.quorate = (() => {

    /**
     * Namespace quorate.
     * @exports quorate
     * @namespace
     */
    const quorate = {};

    quorate.wire = (function() {

        /**
         * Namespace wire.
         * @memberof quorate
         * @namespace
         */
        const wire = {};

        wire.Hello = (function() {

            /**
             * Properties of a Hello.
             * @typedef {Object} quorate.wire.Hello.$Properties
             * @property {number|null} [protocol] Hello protocol
             * @property {string|null} [nodeId] Hello nodeId
             * @property {string|null} [uuid] Hello uuid
             * @property {string|null} [clusterId] Hello clusterId
             * @property {string|null} [to] Hello to
             * @property {quorate.wire.Lane|null} [lane] Hello lane
             * @property {string|null} [refusal] Hello refusal
             * @property {string|null} [address] Hello address
             * @property {boolean|null} [stranger] Hello stranger
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Hello.
             * @memberof quorate.wire
             * @interface IHello
             * @augments quorate.wire.Hello.$Properties
             * @deprecated Use quorate.wire.Hello.$Properties instead.
             */

            /**
             * Shape of a Hello.
             * @typedef {quorate.wire.Hello.$Properties} quorate.wire.Hello.$Shape
             */

            /**
             * Constructs a new Hello.
             * @memberof quorate.wire
             * @classdesc Represents a Hello.
             * @constructor
             * @param {quorate.wire.Hello.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Hello = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Hello protocol.
             * @member {number} protocol
             * @memberof quorate.wire.Hello
             * @instance
             */
            Hello.prototype.protocol = 0;

            /**
             * Hello nodeId.
             * @member {string} nodeId
             * @memberof quorate.wire.Hello
             * @instance
             */
            Hello.prototype.nodeId = "";

            /**
             * Hello uuid.
             * @member {string} uuid
             * @memberof quorate.wire.Hello
             * @instance
             */
            Hello.prototype.uuid = "";

            /**
             * Hello clusterId.
             * @member {string} clusterId
             * @memberof quorate.wire.Hello
             * @instance
             */
            Hello.prototype.clusterId = "";

            /**
             * Hello to.
             * @member {string} to
             * @memberof quorate.wire.Hello
             * @instance
             */
            Hello.prototype.to = "";

            /**
             * Hello lane.
             * @member {quorate.wire.Lane} lane
             * @memberof quorate.wire.Hello
             * @instance
             */
            Hello.prototype.lane = 0;

            /**
             * Hello refusal.
             * @member {string} refusal
             * @memberof quorate.wire.Hello
             * @instance
             */
            Hello.prototype.refusal = "";

            /**
             * Hello address.
             * @member {string} address
             * @memberof quorate.wire.Hello
             * @instance
             */
            Hello.prototype.address = "";

            /**
             * Hello stranger.
             * @member {boolean} stranger
             * @memberof quorate.wire.Hello
             * @instance
             */
            Hello.prototype.stranger = false;

            /**
             * Encodes the specified Hello message. Does not implicitly {@link quorate.wire.Hello.verify|verify} messages.
             * @function encode
             * @memberof quorate.wire.Hello
             * @static
             * @param {quorate.wire.Hello.$Properties} message Hello message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Hello.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol") && message.protocol !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.protocol);
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && message.nodeId !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.nodeId);
                if (message.uuid != null && $Object.hasOwnProperty.call(message, "uuid") && message.uuid !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.uuid);
                if (message.clusterId != null && $Object.hasOwnProperty.call(message, "clusterId") && message.clusterId !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.clusterId);
                if (message.to != null && $Object.hasOwnProperty.call(message, "to") && message.to !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.to);
                if (message.lane != null && $Object.hasOwnProperty.call(message, "lane") && message.lane !== 0)
                    writer.uint32(/* id 6, wireType 0 =*/48).int32(message.lane);
                if (message.refusal != null && $Object.hasOwnProperty.call(message, "refusal") && message.refusal !== "")
                    writer.uint32(/* id 7, wireType 2 =*/58).string(message.refusal);
                if (message.address != null && $Object.hasOwnProperty.call(message, "address") && message.address !== "")
                    writer.uint32(/* id 16, wireType 2 =*/130).string(message.address);
                if (message.stranger != null && $Object.hasOwnProperty.call(message, "stranger") && message.stranger !== false)
                    writer.uint32(/* id 17, wireType 0 =*/136).bool(message.stranger);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Hello message from the specified reader or buffer.
             * @function decode
             * @memberof quorate.wire.Hello
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {quorate.wire.Hello & quorate.wire.Hello.$Shape} Hello
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Hello.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.quorate.wire.Hello();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.protocol = value;
                            else
                                delete message.protocol;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.nodeId = value;
                            else
                                delete message.nodeId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.uuid = value;
                            else
                                delete message.uuid;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.clusterId = value;
                            else
                                delete message.clusterId;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.to = value;
                            else
                                delete message.to;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.lane = value;
                            else
                                delete message.lane;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.refusal = value;
                            else
                                delete message.refusal;
                            continue;
                        }
                    case 16: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.address = value;
                            else
                                delete message.address;
                            continue;
                        }
                    case 17: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.stranger = value;
                            else
                                delete message.stranger;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Hello;
        })();

        /**
         * Lane enum.
         * @name quorate.wire.Lane
         * @enum {number}
         * @property {number} URGENT=0 URGENT value
         * @property {number} BULK=1 BULK value
         */
        wire.Lane = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "URGENT"] = 0;
            values[valuesById[1] = "BULK"] = 1;
            return values;
        })();

        wire.Frame = (function() {

            /**
             * Properties of a Frame.
             * @typedef {Object} quorate.wire.Frame.$Properties
             * @property {number|null} [group] Frame group
             * @property {quorate.wire.Raft.$Properties|null} [raft] Frame raft
             * @property {quorate.wire.Propose.$Properties|null} [propose] Frame propose
             * @property {quorate.wire.Refuse.$Properties|null} [refuse] Frame refuse
             * @property {quorate.wire.FenceRequest.$Properties|null} [fence] Frame fence
             * @property {quorate.wire.FenceAnswer.$Properties|null} [fenceAnswer] Frame fenceAnswer
             * @property {quorate.wire.Ask.$Properties|null} [ask] Frame ask
             * @property {quorate.wire.Tell.$Properties|null} [tell] Frame tell
             * @property {quorate.wire.Ping.$Properties|null} [ping] Frame ping
             * @property {quorate.wire.Pong.$Properties|null} [pong] Frame pong
             * @property {quorate.wire.SnapshotOffer.$Properties|null} [snapshotOffer] Frame snapshotOffer
             * @property {quorate.wire.SnapshotChunk.$Properties|null} [snapshotChunk] Frame snapshotChunk
             * @property {quorate.wire.SnapshotAnswer.$Properties|null} [snapshotAnswer] Frame snapshotAnswer
             * @property {Array.<Uint8Array>|null} [bodies] Frame bodies
             * @property {"raft"|"propose"|"refuse"|"fence"|"fenceAnswer"|"ask"|"tell"|"ping"|"pong"|"snapshotOffer"|"snapshotChunk"|"snapshotAnswer"} [content] Frame content
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Frame.
             * @memberof quorate.wire
             * @interface IFrame
             * @augments quorate.wire.Frame.$Properties
             * @deprecated Use quorate.wire.Frame.$Properties instead.
             */

            /**
             * Narrowed shape of a Frame.
             * @typedef {{
             *   group?: number|null;
             *   raft?: quorate.wire.Raft.$Shape|null;
             *   propose?: quorate.wire.Propose.$Shape|null;
             *   refuse?: quorate.wire.Refuse.$Shape|null;
             *   fence?: quorate.wire.FenceRequest.$Shape|null;
             *   fenceAnswer?: quorate.wire.FenceAnswer.$Shape|null;
             *   ask?: quorate.wire.Ask.$Shape|null;
             *   tell?: quorate.wire.Tell.$Shape|null;
             *   ping?: quorate.wire.Ping.$Shape|null;
             *   pong?: quorate.wire.Pong.$Shape|null;
             *   snapshotOffer?: quorate.wire.SnapshotOffer.$Shape|null;
             *   snapshotChunk?: quorate.wire.SnapshotChunk.$Shape|null;
             *   snapshotAnswer?: quorate.wire.SnapshotAnswer.$Shape|null;
             *   bodies?: Array.<Uint8Array>|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ content?: undefined; raft?: null; propose?: null; refuse?: null; fence?: null; fenceAnswer?: null; ask?: null; tell?: null; ping?: null; pong?: null; snapshotOffer?: null; snapshotChunk?: null; snapshotAnswer?: null }|{ content?: "raft"; raft: quorate.wire.Raft.$Shape; propose?: null; refuse?: null; fence?: null; fenceAnswer?: null; ask?: null; tell?: null; ping?: null; pong?: null; snapshotOffer?: null; snapshotChunk?: null; snapshotAnswer?: null }|{ content?: "propose"; raft?: null; propose: quorate.wire.Propose.$Shape; refuse?: null; fence?: null; fenceAnswer?: null; ask?: null; tell?: null; ping?: null; pong?: null; snapshotOffer?: null; snapshotChunk?: null; snapshotAnswer?: null }|{ content?: "refuse"; raft?: null; propose?: null; refuse: quorate.wire.Refuse.$Shape; fence?: null; fenceAnswer?: null; ask?: null; tell?: null; ping?: null; pong?: null; snapshotOffer?: null; snapshotChunk?: null; snapshotAnswer?: null }|{ content?: "fence"; raft?: null; propose?: null; refuse?: null; fence: quorate.wire.FenceRequest.$Shape; fenceAnswer?: null; ask?: null; tell?: null; ping?: null; pong?: null; snapshotOffer?: null; snapshotChunk?: null; snapshotAnswer?: null }|{ content?: "fenceAnswer"; raft?: null; propose?: null; refuse?: null; fence?: null; fenceAnswer: quorate.wire.FenceAnswer.$Shape; ask?: null; tell?: null; ping?: null; pong?: null; snapshotOffer?: null; snapshotChunk?: null; snapshotAnswer?: null }|{ content?: "ask"; raft?: null; propose?: null; refuse?: null; fence?: null; fenceAnswer?: null; ask: quorate.wire.Ask.$Shape; tell?: null; ping?: null; pong?: null; snapshotOffer?: null; snapshotChunk?: null; snapshotAnswer?: null }|{ content?: "tell"; raft?: null; propose?: null; refuse?: null; fence?: null; fenceAnswer?: null; ask?: null; tell: quorate.wire.Tell.$Shape; ping?: null; pong?: null; snapshotOffer?: null; snapshotChunk?: null; snapshotAnswer?: null }|{ content?: "ping"; raft?: null; propose?: null; refuse?: null; fence?: null; fenceAnswer?: null; ask?: null; tell?: null; ping: quorate.wire.Ping.$Shape; pong?: null; snapshotOffer?: null; snapshotChunk?: null; snapshotAnswer?: null }|{ content?: "pong"; raft?: null; propose?: null; refuse?: null; fence?: null; fenceAnswer?: null; ask?: null; tell?: null; ping?: null; pong: quorate.wire.Pong.$Shape; snapshotOffer?: null; snapshotChunk?: null; snapshotAnswer?: null }|{ content?: "snapshotOffer"; raft?: null; propose?: null; refuse?: null; fence?: null; fenceAnswer?: null; ask?: null; tell?: null; ping?: null; pong?: null; snapshotOffer: quorate.wire.SnapshotOffer.$Shape; snapshotChunk?: null; snapshotAnswer?: null }|{ content?: "snapshotChunk"; raft?: null; propose?: null; refuse?: null; fence?: null; fenceAnswer?: null; ask?: null; tell?: null; ping?: null; pong?: null; snapshotOffer?: null; snapshotChunk: quorate.wire.SnapshotChunk.$Shape; snapshotAnswer?: null }|{ content?: "snapshotAnswer"; raft?: null; propose?: null; refuse?: null; fence?: null; fenceAnswer?: null; ask?: null; tell?: null; ping?: null; pong?: null; snapshotOffer?: null; snapshotChunk?: null; snapshotAnswer: quorate.wire.SnapshotAnswer.$Shape })
             * )} quorate.wire.Frame.$Shape
             */

            /**
             * Constructs a new Frame.
             * @memberof quorate.wire
             * @classdesc Represents a Frame.
             * @constructor
             * @param {quorate.wire.Frame.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Frame = function (properties) {
                this.bodies = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Frame group.
             * @member {number} group
             * @memberof quorate.wire.Frame
             * @instance
             */
            Frame.prototype.group = 0;

            /**
             * Frame raft.
             * @member {quorate.wire.Raft.$Properties|null|undefined} raft
             * @memberof quorate.wire.Frame
             * @instance
             */
            Frame.prototype.raft = null;

            /**
             * Frame propose.
             * @member {quorate.wire.Propose.$Properties|null|undefined} propose
             * @memberof quorate.wire.Frame
             * @instance
             */
            Frame.prototype.propose = null;

            /**
             * Frame refuse.
             * @member {quorate.wire.Refuse.$Properties|null|undefined} refuse
             * @memberof quorate.wire.Frame
             * @instance
             */
            Frame.prototype.refuse = null;

            /**
             * Frame fence.
             * @member {quorate.wire.FenceRequest.$Properties|null|undefined} fence
             * @memberof quorate.wire.Frame
             * @instance
             */
            Frame.prototype.fence = null;

            /**
             * Frame fenceAnswer.
             * @member {quorate.wire.FenceAnswer.$Properties|null|undefined} fenceAnswer
             * @memberof quorate.wire.Frame
             * @instance
             */
            Frame.prototype.fenceAnswer = null;

            /**
             * Frame ask.
             * @member {quorate.wire.Ask.$Properties|null|undefined} ask
             * @memberof quorate.wire.Frame
             * @instance
             */
            Frame.prototype.ask = null;

            /**
             * Frame tell.
             * @member {quorate.wire.Tell.$Properties|null|undefined} tell
             * @memberof quorate.wire.Frame
             * @instance
             */
            Frame.prototype.tell = null;

            /**
             * Frame ping.
             * @member {quorate.wire.Ping.$Properties|null|undefined} ping
             * @memberof quorate.wire.Frame
             * @instance
             */
            Frame.prototype.ping = null;

            /**
             * Frame pong.
             * @member {quorate.wire.Pong.$Properties|null|undefined} pong
             * @memberof quorate.wire.Frame
             * @instance
             */
            Frame.prototype.pong = null;

            /**
             * Frame snapshotOffer.
             * @member {quorate.wire.SnapshotOffer.$Properties|null|undefined} snapshotOffer
             * @memberof quorate.wire.Frame
             * @instance
             */
            Frame.prototype.snapshotOffer = null;

            /**
             * Frame snapshotChunk.
             * @member {quorate.wire.SnapshotChunk.$Properties|null|undefined} snapshotChunk
             * @memberof quorate.wire.Frame
             * @instance
             */
            Frame.prototype.snapshotChunk = null;

            /**
             * Frame snapshotAnswer.
             * @member {quorate.wire.SnapshotAnswer.$Properties|null|undefined} snapshotAnswer
             * @memberof quorate.wire.Frame
             * @instance
             */
            Frame.prototype.snapshotAnswer = null;

            /**
             * Frame bodies.
             * @member {Array.<Uint8Array>} bodies
             * @memberof quorate.wire.Frame
             * @instance
             */
            Frame.prototype.bodies = $util.emptyArray;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * Frame content.
             * @member {"raft"|"propose"|"refuse"|"fence"|"fenceAnswer"|"ask"|"tell"|"ping"|"pong"|"snapshotOffer"|"snapshotChunk"|"snapshotAnswer"|undefined} content
             * @memberof quorate.wire.Frame
             * @instance
             */
            $Object.defineProperty(Frame.prototype, "content", {
                get: $util.oneOfGetter($oneOfFields = ["raft", "propose", "refuse", "fence", "fenceAnswer", "ask", "tell", "ping", "pong", "snapshotOffer", "snapshotChunk", "snapshotAnswer"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Encodes the specified Frame message. Does not implicitly {@link quorate.wire.Frame.verify|verify} messages.
             * @function encode
             * @memberof quorate.wire.Frame
             * @static
             * @param {quorate.wire.Frame.$Properties} message Frame message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Frame.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.group != null && $Object.hasOwnProperty.call(message, "group") && message.group !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.group);
                if (message.raft != null && $Object.hasOwnProperty.call(message, "raft"))
                    $root.quorate.wire.Raft.encode(message.raft, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.propose != null && $Object.hasOwnProperty.call(message, "propose"))
                    $root.quorate.wire.Propose.encode(message.propose, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.refuse != null && $Object.hasOwnProperty.call(message, "refuse"))
                    $root.quorate.wire.Refuse.encode(message.refuse, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.fence != null && $Object.hasOwnProperty.call(message, "fence"))
                    $root.quorate.wire.FenceRequest.encode(message.fence, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.fenceAnswer != null && $Object.hasOwnProperty.call(message, "fenceAnswer"))
                    $root.quorate.wire.FenceAnswer.encode(message.fenceAnswer, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.ask != null && $Object.hasOwnProperty.call(message, "ask"))
                    $root.quorate.wire.Ask.encode(message.ask, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.tell != null && $Object.hasOwnProperty.call(message, "tell"))
                    $root.quorate.wire.Tell.encode(message.tell, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.ping != null && $Object.hasOwnProperty.call(message, "ping"))
                    $root.quorate.wire.Ping.encode(message.ping, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                if (message.pong != null && $Object.hasOwnProperty.call(message, "pong"))
                    $root.quorate.wire.Pong.encode(message.pong, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
                if (message.snapshotOffer != null && $Object.hasOwnProperty.call(message, "snapshotOffer"))
                    $root.quorate.wire.SnapshotOffer.encode(message.snapshotOffer, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
                if (message.snapshotChunk != null && $Object.hasOwnProperty.call(message, "snapshotChunk"))
                    $root.quorate.wire.SnapshotChunk.encode(message.snapshotChunk, writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
                if (message.snapshotAnswer != null && $Object.hasOwnProperty.call(message, "snapshotAnswer"))
                    $root.quorate.wire.SnapshotAnswer.encode(message.snapshotAnswer, writer.uint32(/* id 13, wireType 2 =*/106).fork(), _depth + 1).ldelim();
                if (message.bodies != null && message.bodies.length)
                    for (let i = 0; i < message.bodies.length; ++i)
                        writer.uint32(/* id 15, wireType 2 =*/122).bytes(message.bodies[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Frame message from the specified reader or buffer.
             * @function decode
             * @memberof quorate.wire.Frame
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {quorate.wire.Frame & quorate.wire.Frame.$Shape} Frame
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Frame.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.quorate.wire.Frame();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.group = value;
                            else
                                delete message.group;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.raft = $root.quorate.wire.Raft.decode(reader, reader.size(), $undefined, _depth + 1, message.raft);
                            message.content = "raft";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.propose = $root.quorate.wire.Propose.decode(reader, reader.size(), $undefined, _depth + 1, message.propose);
                            message.content = "propose";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.refuse = $root.quorate.wire.Refuse.decode(reader, reader.size(), $undefined, _depth + 1, message.refuse);
                            message.content = "refuse";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.fence = $root.quorate.wire.FenceRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.fence);
                            message.content = "fence";
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.fenceAnswer = $root.quorate.wire.FenceAnswer.decode(reader, reader.size(), $undefined, _depth + 1, message.fenceAnswer);
                            message.content = "fenceAnswer";
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.ask = $root.quorate.wire.Ask.decode(reader, reader.size(), $undefined, _depth + 1, message.ask);
                            message.content = "ask";
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.tell = $root.quorate.wire.Tell.decode(reader, reader.size(), $undefined, _depth + 1, message.tell);
                            message.content = "tell";
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.ping = $root.quorate.wire.Ping.decode(reader, reader.size(), $undefined, _depth + 1, message.ping);
                            message.content = "ping";
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.pong = $root.quorate.wire.Pong.decode(reader, reader.size(), $undefined, _depth + 1, message.pong);
                            message.content = "pong";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.snapshotOffer = $root.quorate.wire.SnapshotOffer.decode(reader, reader.size(), $undefined, _depth + 1, message.snapshotOffer);
                            message.content = "snapshotOffer";
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            message.snapshotChunk = $root.quorate.wire.SnapshotChunk.decode(reader, reader.size(), $undefined, _depth + 1, message.snapshotChunk);
                            message.content = "snapshotChunk";
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            message.snapshotAnswer = $root.quorate.wire.SnapshotAnswer.decode(reader, reader.size(), $undefined, _depth + 1, message.snapshotAnswer);
                            message.content = "snapshotAnswer";
                            continue;
                        }
                    case 15: {
                            if (wireType !== 2)
                                break;
                            if (!(message.bodies && message.bodies.length))
                                message.bodies = [];
                            message.bodies.push(reader.bytes());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Frame;
        })();

        wire.Ping = (function() {

            /**
             * Properties of a Ping.
             * @typedef {Object} quorate.wire.Ping.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Ping.
             * @memberof quorate.wire
             * @interface IPing
             * @augments quorate.wire.Ping.$Properties
             * @deprecated Use quorate.wire.Ping.$Properties instead.
             */

            /**
             * Shape of a Ping.
             * @typedef {quorate.wire.Ping.$Properties} quorate.wire.Ping.$Shape
             */

            /**
             * Constructs a new Ping.
             * @memberof quorate.wire
             * @classdesc Represents a Ping.
             * @constructor
             * @param {quorate.wire.Ping.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Ping = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Encodes the specified Ping message. Does not implicitly {@link quorate.wire.Ping.verify|verify} messages.
             * @function encode
             * @memberof quorate.wire.Ping
             * @static
             * @param {quorate.wire.Ping.$Properties} message Ping message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Ping.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Ping message from the specified reader or buffer.
             * @function decode
             * @memberof quorate.wire.Ping
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {quorate.wire.Ping & quorate.wire.Ping.$Shape} Ping
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Ping.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.quorate.wire.Ping();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Ping;
        })();

        wire.Pong = (function() {

            /**
             * Properties of a Pong.
             * @typedef {Object} quorate.wire.Pong.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Pong.
             * @memberof quorate.wire
             * @interface IPong
             * @augments quorate.wire.Pong.$Properties
             * @deprecated Use quorate.wire.Pong.$Properties instead.
             */

            /**
             * Shape of a Pong.
             * @typedef {quorate.wire.Pong.$Properties} quorate.wire.Pong.$Shape
             */

            /**
             * Constructs a new Pong.
             * @memberof quorate.wire
             * @classdesc Represents a Pong.
             * @constructor
             * @param {quorate.wire.Pong.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Pong = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Encodes the specified Pong message. Does not implicitly {@link quorate.wire.Pong.verify|verify} messages.
             * @function encode
             * @memberof quorate.wire.Pong
             * @static
             * @param {quorate.wire.Pong.$Properties} message Pong message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Pong.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Pong message from the specified reader or buffer.
             * @function decode
             * @memberof quorate.wire.Pong
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {quorate.wire.Pong & quorate.wire.Pong.$Shape} Pong
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Pong.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.quorate.wire.Pong();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Pong;
        })();

        wire.Raft = (function() {

            /**
             * Properties of a Raft.
             * @typedef {Object} quorate.wire.Raft.$Properties
             * @property {number|null} [term] Raft term
             * @property {number|null} [wall] Raft wall
             * @property {number|null} [stamp] Raft stamp
             * @property {quorate.wire.VoteRequest.$Properties|null} [vote] Raft vote
             * @property {quorate.wire.VoteAnswer.$Properties|null} [voteAnswer] Raft voteAnswer
             * @property {quorate.wire.AppendRequest.$Properties|null} [append] Raft append
             * @property {quorate.wire.AppendAnswer.$Properties|null} [appendAnswer] Raft appendAnswer
             * @property {quorate.wire.HeartbeatRequest.$Properties|null} [heartbeat] Raft heartbeat
             * @property {quorate.wire.HeartbeatAnswer.$Properties|null} [heartbeatAnswer] Raft heartbeatAnswer
             * @property {quorate.wire.TimeoutNow.$Properties|null} [timeoutNow] Raft timeoutNow
             * @property {"vote"|"voteAnswer"|"append"|"appendAnswer"|"heartbeat"|"heartbeatAnswer"|"timeoutNow"} [message] Raft message
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Raft.
             * @memberof quorate.wire
             * @interface IRaft
             * @augments quorate.wire.Raft.$Properties
             * @deprecated Use quorate.wire.Raft.$Properties instead.
             */

            /**
             * Narrowed shape of a Raft.
             * @typedef {{
             *   term?: number|null;
             *   wall?: number|null;
             *   stamp?: number|null;
             *   vote?: quorate.wire.VoteRequest.$Shape|null;
             *   voteAnswer?: quorate.wire.VoteAnswer.$Shape|null;
             *   append?: quorate.wire.AppendRequest.$Shape|null;
             *   appendAnswer?: quorate.wire.AppendAnswer.$Shape|null;
             *   heartbeat?: quorate.wire.HeartbeatRequest.$Shape|null;
             *   heartbeatAnswer?: quorate.wire.HeartbeatAnswer.$Shape|null;
             *   timeoutNow?: quorate.wire.TimeoutNow.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ message?: undefined; vote?: null; voteAnswer?: null; append?: null; appendAnswer?: null; heartbeat?: null; heartbeatAnswer?: null; timeoutNow?: null }|{ message?: "vote"; vote: quorate.wire.VoteRequest.$Shape; voteAnswer?: null; append?: null; appendAnswer?: null; heartbeat?: null; heartbeatAnswer?: null; timeoutNow?: null }|{ message?: "voteAnswer"; vote?: null; voteAnswer: quorate.wire.VoteAnswer.$Shape; append?: null; appendAnswer?: null; heartbeat?: null; heartbeatAnswer?: null; timeoutNow?: null }|{ message?: "append"; vote?: null; voteAnswer?: null; append: quorate.wire.AppendRequest.$Shape; appendAnswer?: null; heartbeat?: null; heartbeatAnswer?: null; timeoutNow?: null }|{ message?: "appendAnswer"; vote?: null; voteAnswer?: null; append?: null; appendAnswer: quorate.wire.AppendAnswer.$Shape; heartbeat?: null; heartbeatAnswer?: null; timeoutNow?: null }|{ message?: "heartbeat"; vote?: null; voteAnswer?: null; append?: null; appendAnswer?: null; heartbeat: quorate.wire.HeartbeatRequest.$Shape; heartbeatAnswer?: null; timeoutNow?: null }|{ message?: "heartbeatAnswer"; vote?: null; voteAnswer?: null; append?: null; appendAnswer?: null; heartbeat?: null; heartbeatAnswer: quorate.wire.HeartbeatAnswer.$Shape; timeoutNow?: null }|{ message?: "timeoutNow"; vote?: null; voteAnswer?: null; append?: null; appendAnswer?: null; heartbeat?: null; heartbeatAnswer?: null; timeoutNow: quorate.wire.TimeoutNow.$Shape })
             * )} quorate.wire.Raft.$Shape
             */

            /**
             * Constructs a new Raft.
             * @memberof quorate.wire
             * @classdesc Represents a Raft.
             * @constructor
             * @param {quorate.wire.Raft.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Raft = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Raft term.
             * @member {number} term
             * @memberof quorate.wire.Raft
             * @instance
             */
            Raft.prototype.term = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Raft wall.
             * @member {number} wall
             * @memberof quorate.wire.Raft
             * @instance
             */
            Raft.prototype.wall = 0;

            /**
             * Raft stamp.
             * @member {number} stamp
             * @memberof quorate.wire.Raft
             * @instance
             */
            Raft.prototype.stamp = 0;

            /**
             * Raft vote.
             * @member {quorate.wire.VoteRequest.$Properties|null|undefined} vote
             * @memberof quorate.wire.Raft
             * @instance
             */
            Raft.prototype.vote = null;

            /**
             * Raft voteAnswer.
             * @member {quorate.wire.VoteAnswer.$Properties|null|undefined} voteAnswer
             * @memberof quorate.wire.Raft
             * @instance
             */
            Raft.prototype.voteAnswer = null;

            /**
             * Raft append.
             * @member {quorate.wire.AppendRequest.$Properties|null|undefined} append
             * @memberof quorate.wire.Raft
             * @instance
             */
            Raft.prototype.append = null;

            /**
             * Raft appendAnswer.
             * @member {quorate.wire.AppendAnswer.$Properties|null|undefined} appendAnswer
             * @memberof quorate.wire.Raft
             * @instance
             */
            Raft.prototype.appendAnswer = null;

            /**
             * Raft heartbeat.
             * @member {quorate.wire.HeartbeatRequest.$Properties|null|undefined} heartbeat
             * @memberof quorate.wire.Raft
             * @instance
             */
            Raft.prototype.heartbeat = null;

            /**
             * Raft heartbeatAnswer.
             * @member {quorate.wire.HeartbeatAnswer.$Properties|null|undefined} heartbeatAnswer
             * @memberof quorate.wire.Raft
             * @instance
             */
            Raft.prototype.heartbeatAnswer = null;

            /**
             * Raft timeoutNow.
             * @member {quorate.wire.TimeoutNow.$Properties|null|undefined} timeoutNow
             * @memberof quorate.wire.Raft
             * @instance
             */
            Raft.prototype.timeoutNow = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * Raft message.
             * @member {"vote"|"voteAnswer"|"append"|"appendAnswer"|"heartbeat"|"heartbeatAnswer"|"timeoutNow"|undefined} message
             * @memberof quorate.wire.Raft
             * @instance
             */
            $Object.defineProperty(Raft.prototype, "message", {
                get: $util.oneOfGetter($oneOfFields = ["vote", "voteAnswer", "append", "appendAnswer", "heartbeat", "heartbeatAnswer", "timeoutNow"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Encodes the specified Raft message. Does not implicitly {@link quorate.wire.Raft.verify|verify} messages.
             * @function encode
             * @memberof quorate.wire.Raft
             * @static
             * @param {quorate.wire.Raft.$Properties} message Raft message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Raft.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.term != null && $Object.hasOwnProperty.call(message, "term") && (typeof message.term === "object" ? message.term.low || message.term.high : message.term !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.term);
                if (message.wall != null && $Object.hasOwnProperty.call(message, "wall") && !$Object.is(message.wall, 0))
                    writer.uint32(/* id 2, wireType 1 =*/17).double(message.wall);
                if (message.stamp != null && $Object.hasOwnProperty.call(message, "stamp") && !$Object.is(message.stamp, 0))
                    writer.uint32(/* id 3, wireType 1 =*/25).double(message.stamp);
                if (message.vote != null && $Object.hasOwnProperty.call(message, "vote"))
                    $root.quorate.wire.VoteRequest.encode(message.vote, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.voteAnswer != null && $Object.hasOwnProperty.call(message, "voteAnswer"))
                    $root.quorate.wire.VoteAnswer.encode(message.voteAnswer, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                if (message.append != null && $Object.hasOwnProperty.call(message, "append"))
                    $root.quorate.wire.AppendRequest.encode(message.append, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
                if (message.appendAnswer != null && $Object.hasOwnProperty.call(message, "appendAnswer"))
                    $root.quorate.wire.AppendAnswer.encode(message.appendAnswer, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
                if (message.heartbeat != null && $Object.hasOwnProperty.call(message, "heartbeat"))
                    $root.quorate.wire.HeartbeatRequest.encode(message.heartbeat, writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
                if (message.heartbeatAnswer != null && $Object.hasOwnProperty.call(message, "heartbeatAnswer"))
                    $root.quorate.wire.HeartbeatAnswer.encode(message.heartbeatAnswer, writer.uint32(/* id 13, wireType 2 =*/106).fork(), _depth + 1).ldelim();
                if (message.timeoutNow != null && $Object.hasOwnProperty.call(message, "timeoutNow"))
                    $root.quorate.wire.TimeoutNow.encode(message.timeoutNow, writer.uint32(/* id 14, wireType 2 =*/114).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Raft message from the specified reader or buffer.
             * @function decode
             * @memberof quorate.wire.Raft
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {quorate.wire.Raft & quorate.wire.Raft.$Shape} Raft
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Raft.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.quorate.wire.Raft();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.term = value;
                            else
                                delete message.term;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.wall = value;
                            else
                                delete message.wall;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.stamp = value;
                            else
                                delete message.stamp;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.vote = $root.quorate.wire.VoteRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.vote);
                            message.message = "vote";
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.voteAnswer = $root.quorate.wire.VoteAnswer.decode(reader, reader.size(), $undefined, _depth + 1, message.voteAnswer);
                            message.message = "voteAnswer";
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.append = $root.quorate.wire.AppendRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.append);
                            message.message = "append";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.appendAnswer = $root.quorate.wire.AppendAnswer.decode(reader, reader.size(), $undefined, _depth + 1, message.appendAnswer);
                            message.message = "appendAnswer";
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            message.heartbeat = $root.quorate.wire.HeartbeatRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.heartbeat);
                            message.message = "heartbeat";
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            message.heartbeatAnswer = $root.quorate.wire.HeartbeatAnswer.decode(reader, reader.size(), $undefined, _depth + 1, message.heartbeatAnswer);
                            message.message = "heartbeatAnswer";
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            message.timeoutNow = $root.quorate.wire.TimeoutNow.decode(reader, reader.size(), $undefined, _depth + 1, message.timeoutNow);
                            message.message = "timeoutNow";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Raft;
        })();

        wire.VoteRequest = (function() {

            /**
             * Properties of a VoteRequest.
             * @typedef {Object} quorate.wire.VoteRequest.$Properties
             * @property {boolean|null} [pre] VoteRequest pre
             * @property {boolean|null} [transfer] VoteRequest transfer
             * @property {number|null} [lastIndex] VoteRequest lastIndex
             * @property {number|null} [lastTerm] VoteRequest lastTerm
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a VoteRequest.
             * @memberof quorate.wire
             * @interface IVoteRequest
             * @augments quorate.wire.VoteRequest.$Properties
             * @deprecated Use quorate.wire.VoteRequest.$Properties instead.
             */

            /**
             * Shape of a VoteRequest.
             * @typedef {quorate.wire.VoteRequest.$Properties} quorate.wire.VoteRequest.$Shape
             */

            /**
             * Constructs a new VoteRequest.
             * @memberof quorate.wire
             * @classdesc Represents a VoteRequest.
             * @constructor
             * @param {quorate.wire.VoteRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const VoteRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * VoteRequest pre.
             * @member {boolean} pre
             * @memberof quorate.wire.VoteRequest
             * @instance
             */
            VoteRequest.prototype.pre = false;

            /**
             * VoteRequest transfer.
             * @member {boolean} transfer
             * @memberof quorate.wire.VoteRequest
             * @instance
             */
            VoteRequest.prototype.transfer = false;

            /**
             * VoteRequest lastIndex.
             * @member {number} lastIndex
             * @memberof quorate.wire.VoteRequest
             * @instance
             */
            VoteRequest.prototype.lastIndex = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VoteRequest lastTerm.
             * @member {number} lastTerm
             * @memberof quorate.wire.VoteRequest
             * @instance
             */
            VoteRequest.prototype.lastTerm = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified VoteRequest message. Does not implicitly {@link quorate.wire.VoteRequest.verify|verify} messages.
             * @function encode
             * @memberof quorate.wire.VoteRequest
             * @static
             * @param {quorate.wire.VoteRequest.$Properties} message VoteRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VoteRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.pre != null && $Object.hasOwnProperty.call(message, "pre") && message.pre !== false)
                    writer.uint32(/* id 1, wireType 0 =*/8).bool(message.pre);
                if (message.transfer != null && $Object.hasOwnProperty.call(message, "transfer") && message.transfer !== false)
                    writer.uint32(/* id 2, wireType 0 =*/16).bool(message.transfer);
                if (message.lastIndex != null && $Object.hasOwnProperty.call(message, "lastIndex") && (typeof message.lastIndex === "object" ? message.lastIndex.low || message.lastIndex.high : message.lastIndex !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.lastIndex);
                if (message.lastTerm != null && $Object.hasOwnProperty.call(message, "lastTerm") && (typeof message.lastTerm === "object" ? message.lastTerm.low || message.lastTerm.high : message.lastTerm !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.lastTerm);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a VoteRequest message from the specified reader or buffer.
             * @function decode
             * @memberof quorate.wire.VoteRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {quorate.wire.VoteRequest & quorate.wire.VoteRequest.$Shape} VoteRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VoteRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.quorate.wire.VoteRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.pre = value;
                            else
                                delete message.pre;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.transfer = value;
                            else
                                delete message.transfer;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.lastIndex = value;
                            else
                                delete message.lastIndex;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.lastTerm = value;
                            else
                                delete message.lastTerm;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return VoteRequest;
        })();

        wire.VoteAnswer = (function() {

            /**
             * Properties of a VoteAnswer.
             * @typedef {Object} quorate.wire.VoteAnswer.$Properties
             * @property {boolean|null} [pre] VoteAnswer pre
             * @property {boolean|null} [granted] VoteAnswer granted
             * @property {boolean|null} [doubtful] VoteAnswer doubtful
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a VoteAnswer.
             * @memberof quorate.wire
             * @interface IVoteAnswer
             * @augments quorate.wire.VoteAnswer.$Properties
             * @deprecated Use quorate.wire.VoteAnswer.$Properties instead.
             */

            /**
             * Shape of a VoteAnswer.
             * @typedef {quorate.wire.VoteAnswer.$Properties} quorate.wire.VoteAnswer.$Shape
             */

            /**
             * Constructs a new VoteAnswer.
             * @memberof quorate.wire
             * @classdesc Represents a VoteAnswer.
             * @constructor
             * @param {quorate.wire.VoteAnswer.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const VoteAnswer = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * VoteAnswer pre.
             * @member {boolean} pre
             * @memberof quorate.wire.VoteAnswer
             * @instance
             */
            VoteAnswer.prototype.pre = false;

            /**
             * VoteAnswer granted.
             * @member {boolean} granted
             * @memberof quorate.wire.VoteAnswer
             * @instance
             */
            VoteAnswer.prototype.granted = false;

            /**
             * VoteAnswer doubtful.
             * @member {boolean} doubtful
             * @memberof quorate.wire.VoteAnswer
             * @instance
             */
            VoteAnswer.prototype.doubtful = false;

            /**
             * Encodes the specified VoteAnswer message. Does not implicitly {@link quorate.wire.VoteAnswer.verify|verify} messages.
             * @function encode
             * @memberof quorate.wire.VoteAnswer
             * @static
             * @param {quorate.wire.VoteAnswer.$Properties} message VoteAnswer message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VoteAnswer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.pre != null && $Object.hasOwnProperty.call(message, "pre") && message.pre !== false)
                    writer.uint32(/* id 1, wireType 0 =*/8).bool(message.pre);
                if (message.granted != null && $Object.hasOwnProperty.call(message, "granted") && message.granted !== false)
                    writer.uint32(/* id 2, wireType 0 =*/16).bool(message.granted);
                if (message.doubtful != null && $Object.hasOwnProperty.call(message, "doubtful") && message.doubtful !== false)
                    writer.uint32(/* id 3, wireType 0 =*/24).bool(message.doubtful);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a VoteAnswer message from the specified reader or buffer.
             * @function decode
             * @memberof quorate.wire.VoteAnswer
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {quorate.wire.VoteAnswer & quorate.wire.VoteAnswer.$Shape} VoteAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VoteAnswer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.quorate.wire.VoteAnswer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.pre = value;
                            else
                                delete message.pre;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.granted = value;
                            else
                                delete message.granted;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.doubtful = value;
                            else
                                delete message.doubtful;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return VoteAnswer;
        })();

        wire.AppendRequest = (function() {

            /**
             * Properties of an AppendRequest.
             * @typedef {Object} quorate.wire.AppendRequest.$Properties
             * @property {number|null} [prevIndex] AppendRequest prevIndex
             * @property {number|null} [prevTerm] AppendRequest prevTerm
             * @property {number|null} [commit] AppendRequest commit
             * @property {Array.<number>|null} [terms] AppendRequest terms
             * @property {Array.<quorate.wire.EntryKind>|null} [kinds] AppendRequest kinds
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an AppendRequest.
             * @memberof quorate.wire
             * @interface IAppendRequest
             * @augments quorate.wire.AppendRequest.$Properties
             * @deprecated Use quorate.wire.AppendRequest.$Properties instead.
             */

            /**
             * Shape of an AppendRequest.
             * @typedef {quorate.wire.AppendRequest.$Properties} quorate.wire.AppendRequest.$Shape
             */

            /**
             * Constructs a new AppendRequest.
             * @memberof quorate.wire
             * @classdesc Represents an AppendRequest.
             * @constructor
             * @param {quorate.wire.AppendRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const AppendRequest = function (properties) {
                this.terms = [];
                this.kinds = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * AppendRequest prevIndex.
             * @member {number} prevIndex
             * @memberof quorate.wire.AppendRequest
             * @instance
             */
            AppendRequest.prototype.prevIndex = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * AppendRequest prevTerm.
             * @member {number} prevTerm
             * @memberof quorate.wire.AppendRequest
             * @instance
             */
            AppendRequest.prototype.prevTerm = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * AppendRequest commit.
             * @member {number} commit
             * @memberof quorate.wire.AppendRequest
             * @instance
             */
            AppendRequest.prototype.commit = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * AppendRequest terms.
             * @member {Array.<number>} terms
             * @memberof quorate.wire.AppendRequest
             * @instance
             */
            AppendRequest.prototype.terms = $util.emptyArray;

            /**
             * AppendRequest kinds.
             * @member {Array.<quorate.wire.EntryKind>} kinds
             * @memberof quorate.wire.AppendRequest
             * @instance
             */
            AppendRequest.prototype.kinds = $util.emptyArray;

            /**
             * Encodes the specified AppendRequest message. Does not implicitly {@link quorate.wire.AppendRequest.verify|verify} messages.
             * @function encode
             * @memberof quorate.wire.AppendRequest
             * @static
             * @param {quorate.wire.AppendRequest.$Properties} message AppendRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            AppendRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.prevIndex != null && $Object.hasOwnProperty.call(message, "prevIndex") && (typeof message.prevIndex === "object" ? message.prevIndex.low || message.prevIndex.high : message.prevIndex !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.prevIndex);
                if (message.prevTerm != null && $Object.hasOwnProperty.call(message, "prevTerm") && (typeof message.prevTerm === "object" ? message.prevTerm.low || message.prevTerm.high : message.prevTerm !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.prevTerm);
                if (message.commit != null && $Object.hasOwnProperty.call(message, "commit") && (typeof message.commit === "object" ? message.commit.low || message.commit.high : message.commit !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.commit);
                if (message.terms != null && message.terms.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).uint64s(message.terms);
                if (message.kinds != null && message.kinds.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).int32s(message.kinds);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an AppendRequest message from the specified reader or buffer.
             * @function decode
             * @memberof quorate.wire.AppendRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {quorate.wire.AppendRequest & quorate.wire.AppendRequest.$Shape} AppendRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            AppendRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.quorate.wire.AppendRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.prevIndex = value;
                            else
                                delete message.prevIndex;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.prevTerm = value;
                            else
                                delete message.prevTerm;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.commit = value;
                            else
                                delete message.commit;
                            continue;
                        }
                    case 4: {
                            if (wireType === 2) {
                                if (!(message.terms && message.terms.length))
                                    message.terms = [];
                                reader.uint64s(message.terms);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.terms && message.terms.length))
                                message.terms = [];
                            message.terms.push(reader.uint64());
                            continue;
                        }
                    case 5: {
                            if (wireType === 2) {
                                if (!(message.kinds && message.kinds.length))
                                    message.kinds = [];
                                reader.int32s(message.kinds);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.kinds && message.kinds.length))
                                message.kinds = [];
                            message.kinds.push(reader.int32());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return AppendRequest;
        })();

        /**
         * EntryKind enum.
         * @name quorate.wire.EntryKind
         * @enum {number}
         * @property {number} NOOP=0 NOOP value
         * @property {number} DATA=1 DATA value
         * @property {number} CONFIGURATION=2 CONFIGURATION value
         */
        wire.EntryKind = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "NOOP"] = 0;
            values[valuesById[1] = "DATA"] = 1;
            values[valuesById[2] = "CONFIGURATION"] = 2;
            return values;
        })();

        wire.AppendAnswer = (function() {

            /**
             * Properties of an AppendAnswer.
             * @typedef {Object} quorate.wire.AppendAnswer.$Properties
             * @property {boolean|null} [success] AppendAnswer success
             * @property {number|null} [index] AppendAnswer index
             * @property {number|null} [hintIndex] AppendAnswer hintIndex
             * @property {number|null} [hintTerm] AppendAnswer hintTerm
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an AppendAnswer.
             * @memberof quorate.wire
             * @interface IAppendAnswer
             * @augments quorate.wire.AppendAnswer.$Properties
             * @deprecated Use quorate.wire.AppendAnswer.$Properties instead.
             */

            /**
             * Shape of an AppendAnswer.
             * @typedef {quorate.wire.AppendAnswer.$Properties} quorate.wire.AppendAnswer.$Shape
             */

            /**
             * Constructs a new AppendAnswer.
             * @memberof quorate.wire
             * @classdesc Represents an AppendAnswer.
             * @constructor
             * @param {quorate.wire.AppendAnswer.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const AppendAnswer = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * AppendAnswer success.
             * @member {boolean} success
             * @memberof quorate.wire.AppendAnswer
             * @instance
             */
            AppendAnswer.prototype.success = false;

            /**
             * AppendAnswer index.
             * @member {number} index
             * @memberof quorate.wire.AppendAnswer
             * @instance
             */
            AppendAnswer.prototype.index = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * AppendAnswer hintIndex.
             * @member {number} hintIndex
             * @memberof quorate.wire.AppendAnswer
             * @instance
             */
            AppendAnswer.prototype.hintIndex = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * AppendAnswer hintTerm.
             * @member {number} hintTerm
             * @memberof quorate.wire.AppendAnswer
             * @instance
             */
            AppendAnswer.prototype.hintTerm = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified AppendAnswer message. Does not implicitly {@link quorate.wire.AppendAnswer.verify|verify} messages.
             * @function encode
             * @memberof quorate.wire.AppendAnswer
             * @static
             * @param {quorate.wire.AppendAnswer.$Properties} message AppendAnswer message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            AppendAnswer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.success != null && $Object.hasOwnProperty.call(message, "success") && message.success !== false)
                    writer.uint32(/* id 1, wireType 0 =*/8).bool(message.success);
                if (message.index != null && $Object.hasOwnProperty.call(message, "index") && (typeof message.index === "object" ? message.index.low || message.index.high : message.index !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.index);
                if (message.hintIndex != null && $Object.hasOwnProperty.call(message, "hintIndex") && (typeof message.hintIndex === "object" ? message.hintIndex.low || message.hintIndex.high : message.hintIndex !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.hintIndex);
                if (message.hintTerm != null && $Object.hasOwnProperty.call(message, "hintTerm") && (typeof message.hintTerm === "object" ? message.hintTerm.low || message.hintTerm.high : message.hintTerm !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.hintTerm);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an AppendAnswer message from the specified reader or buffer.
             * @function decode
             * @memberof quorate.wire.AppendAnswer
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {quorate.wire.AppendAnswer & quorate.wire.AppendAnswer.$Shape} AppendAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            AppendAnswer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.quorate.wire.AppendAnswer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.success = value;
                            else
                                delete message.success;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.index = value;
                            else
                                delete message.index;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.hintIndex = value;
                            else
                                delete message.hintIndex;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.hintTerm = value;
                            else
                                delete message.hintTerm;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return AppendAnswer;
        })();

        wire.HeartbeatRequest = (function() {

            /**
             * Properties of a HeartbeatRequest.
             * @typedef {Object} quorate.wire.HeartbeatRequest.$Properties
             * @property {number|null} [commit] HeartbeatRequest commit
             * @property {number|null} [round] HeartbeatRequest round
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a HeartbeatRequest.
             * @memberof quorate.wire
             * @interface IHeartbeatRequest
             * @augments quorate.wire.HeartbeatRequest.$Properties
             * @deprecated Use quorate.wire.HeartbeatRequest.$Properties instead.
             */

            /**
             * Shape of a HeartbeatRequest.
             * @typedef {quorate.wire.HeartbeatRequest.$Properties} quorate.wire.HeartbeatRequest.$Shape
             */

            /**
             * Constructs a new HeartbeatRequest.
             * @memberof quorate.wire
             * @classdesc Represents a HeartbeatRequest.
             * @constructor
             * @param {quorate.wire.HeartbeatRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const HeartbeatRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * HeartbeatRequest commit.
             * @member {number} commit
             * @memberof quorate.wire.HeartbeatRequest
             * @instance
             */
            HeartbeatRequest.prototype.commit = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * HeartbeatRequest round.
             * @member {number} round
             * @memberof quorate.wire.HeartbeatRequest
             * @instance
             */
            HeartbeatRequest.prototype.round = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified HeartbeatRequest message. Does not implicitly {@link quorate.wire.HeartbeatRequest.verify|verify} messages.
             * @function encode
             * @memberof quorate.wire.HeartbeatRequest
             * @static
             * @param {quorate.wire.HeartbeatRequest.$Properties} message HeartbeatRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            HeartbeatRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.commit != null && $Object.hasOwnProperty.call(message, "commit") && (typeof message.commit === "object" ? message.commit.low || message.commit.high : message.commit !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.commit);
                if (message.round != null && $Object.hasOwnProperty.call(message, "round") && (typeof message.round === "object" ? message.round.low || message.round.high : message.round !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.round);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a HeartbeatRequest message from the specified reader or buffer.
             * @function decode
             * @memberof quorate.wire.HeartbeatRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {quorate.wire.HeartbeatRequest & quorate.wire.HeartbeatRequest.$Shape} HeartbeatRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            HeartbeatRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.quorate.wire.HeartbeatRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.commit = value;
                            else
                                delete message.commit;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.round = value;
                            else
                                delete message.round;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return HeartbeatRequest;
        })();

        wire.HeartbeatAnswer = (function() {

            /**
             * Properties of a HeartbeatAnswer.
             * @typedef {Object} quorate.wire.HeartbeatAnswer.$Properties
             * @property {number|null} [round] HeartbeatAnswer round
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a HeartbeatAnswer.
             * @memberof quorate.wire
             * @interface IHeartbeatAnswer
             * @augments quorate.wire.HeartbeatAnswer.$Properties
             * @deprecated Use quorate.wire.HeartbeatAnswer.$Properties instead.
             */

            /**
             * Shape of a HeartbeatAnswer.
             * @typedef {quorate.wire.HeartbeatAnswer.$Properties} quorate.wire.HeartbeatAnswer.$Shape
             */

            /**
             * Constructs a new HeartbeatAnswer.
             * @memberof quorate.wire
             * @classdesc Represents a HeartbeatAnswer.
             * @constructor
             * @param {quorate.wire.HeartbeatAnswer.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const HeartbeatAnswer = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * HeartbeatAnswer round.
             * @member {number} round
             * @memberof quorate.wire.HeartbeatAnswer
             * @instance
             */
            HeartbeatAnswer.prototype.round = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified HeartbeatAnswer message. Does not implicitly {@link quorate.wire.HeartbeatAnswer.verify|verify} messages.
             * @function encode
             * @memberof quorate.wire.HeartbeatAnswer
             * @static
             * @param {quorate.wire.HeartbeatAnswer.$Properties} message HeartbeatAnswer message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            HeartbeatAnswer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.round != null && $Object.hasOwnProperty.call(message, "round") && (typeof message.round === "object" ? message.round.low || message.round.high : message.round !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.round);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a HeartbeatAnswer message from the specified reader or buffer.
             * @function decode
             * @memberof quorate.wire.HeartbeatAnswer
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {quorate.wire.HeartbeatAnswer & quorate.wire.HeartbeatAnswer.$Shape} HeartbeatAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            HeartbeatAnswer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.quorate.wire.HeartbeatAnswer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.round = value;
                            else
                                delete message.round;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return HeartbeatAnswer;
        })();

        wire.TimeoutNow = (function() {

            /**
             * Properties of a TimeoutNow.
             * @typedef {Object} quorate.wire.TimeoutNow.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a TimeoutNow.
             * @memberof quorate.wire
             * @interface ITimeoutNow
             * @augments quorate.wire.TimeoutNow.$Properties
             * @deprecated Use quorate.wire.TimeoutNow.$Properties instead.
             */

            /**
             * Shape of a TimeoutNow.
             * @typedef {quorate.wire.TimeoutNow.$Properties} quorate.wire.TimeoutNow.$Shape
             */

            /**
             * Constructs a new TimeoutNow.
             * @memberof quorate.wire
             * @classdesc Represents a TimeoutNow.
             * @constructor
             * @param {quorate.wire.TimeoutNow.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const TimeoutNow = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Encodes the specified TimeoutNow message. Does not implicitly {@link quorate.wire.TimeoutNow.verify|verify} messages.
             * @function encode
             * @memberof quorate.wire.TimeoutNow
             * @static
             * @param {quorate.wire.TimeoutNow.$Properties} message TimeoutNow message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            TimeoutNow.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a TimeoutNow message from the specified reader or buffer.
             * @function decode
             * @memberof quorate.wire.TimeoutNow
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {quorate.wire.TimeoutNow & quorate.wire.TimeoutNow.$Shape} TimeoutNow
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            TimeoutNow.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.quorate.wire.TimeoutNow();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return TimeoutNow;
        })();

        wire.BatchId = (function() {

            /**
             * Properties of a BatchId.
             * @typedef {Object} quorate.wire.BatchId.$Properties
             * @property {string|null} [uuid] BatchId uuid
             * @property {number|null} [incarnation] BatchId incarnation
             * @property {number|null} [sequence] BatchId sequence
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a BatchId.
             * @memberof quorate.wire
             * @interface IBatchId
             * @augments quorate.wire.BatchId.$Properties
             * @deprecated Use quorate.wire.BatchId.$Properties instead.
             */

            /**
             * Shape of a BatchId.
             * @typedef {quorate.wire.BatchId.$Properties} quorate.wire.BatchId.$Shape
             */

            /**
             * Constructs a new BatchId.
             * @memberof quorate.wire
             * @classdesc Represents a BatchId.
             * @constructor
             * @param {quorate.wire.BatchId.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const BatchId = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * BatchId uuid.
             * @member {string} uuid
             * @memberof quorate.wire.BatchId
             * @instance
             */
            BatchId.prototype.uuid = "";

            /**
             * BatchId incarnation.
             * @member {number} incarnation
             * @memberof quorate.wire.BatchId
             * @instance
             */
            BatchId.prototype.incarnation = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * BatchId sequence.
             * @member {number} sequence
             * @memberof quorate.wire.BatchId
             * @instance
             */
            BatchId.prototype.sequence = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified BatchId message. Does not implicitly {@link quorate.wire.BatchId.verify|verify} messages.
             * @function encode
             * @memberof quorate.wire.BatchId
             * @static
             * @param {quorate.wire.BatchId.$Properties} message BatchId message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            BatchId.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.uuid != null && $Object.hasOwnProperty.call(message, "uuid") && message.uuid !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.uuid);
                if (message.incarnation != null && $Object.hasOwnProperty.call(message, "incarnation") && (typeof message.incarnation === "object" ? message.incarnation.low || message.incarnation.high : message.incarnation !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.incarnation);
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && (typeof message.sequence === "object" ? message.sequence.low || message.sequence.high : message.sequence !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.sequence);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a BatchId message from the specified reader or buffer.
             * @function decode
             * @memberof quorate.wire.BatchId
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {quorate.wire.BatchId & quorate.wire.BatchId.$Shape} BatchId
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            BatchId.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.quorate.wire.BatchId();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.uuid = value;
                            else
                                delete message.uuid;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.incarnation = value;
                            else
                                delete message.incarnation;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.sequence = value;
                            else
                                delete message.sequence;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return BatchId;
        })();

        wire.Propose = (function() {

            /**
             * Properties of a Propose.
             * @typedef {Object} quorate.wire.Propose.$Properties
             * @property {quorate.wire.BatchId.$Properties|null} [batch] Propose batch
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Propose.
             * @memberof quorate.wire
             * @interface IPropose
             * @augments quorate.wire.Propose.$Properties
             * @deprecated Use quorate.wire.Propose.$Properties instead.
             */

            /**
             * Shape of a Propose.
             * @typedef {quorate.wire.Propose.$Properties} quorate.wire.Propose.$Shape
             */

            /**
             * Constructs a new Propose.
             * @memberof quorate.wire
             * @classdesc Represents a Propose.
             * @constructor
             * @param {quorate.wire.Propose.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Propose = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Propose batch.
             * @member {quorate.wire.BatchId.$Properties|null|undefined} batch
             * @memberof quorate.wire.Propose
             * @instance
             */
            Propose.prototype.batch = null;

            /**
             * Encodes the specified Propose message. Does not implicitly {@link quorate.wire.Propose.verify|verify} messages.
             * @function encode
             * @memberof quorate.wire.Propose
             * @static
             * @param {quorate.wire.Propose.$Properties} message Propose message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Propose.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.batch != null && $Object.hasOwnProperty.call(message, "batch"))
                    $root.quorate.wire.BatchId.encode(message.batch, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Propose message from the specified reader or buffer.
             * @function decode
             * @memberof quorate.wire.Propose
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {quorate.wire.Propose & quorate.wire.Propose.$Shape} Propose
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Propose.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.quorate.wire.Propose();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.batch = $root.quorate.wire.BatchId.decode(reader, reader.size(), $undefined, _depth + 1, message.batch);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Propose;
        })();

        wire.Refuse = (function() {

            /**
             * Properties of a Refuse.
             * @typedef {Object} quorate.wire.Refuse.$Properties
             * @property {quorate.wire.BatchId.$Properties|null} [batch] Refuse batch
             * @property {string|null} [leader] Refuse leader
             * @property {boolean|null} [diskFull] Refuse diskFull
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Refuse.
             * @memberof quorate.wire
             * @interface IRefuse
             * @augments quorate.wire.Refuse.$Properties
             * @deprecated Use quorate.wire.Refuse.$Properties instead.
             */

            /**
             * Shape of a Refuse.
             * @typedef {quorate.wire.Refuse.$Properties} quorate.wire.Refuse.$Shape
             */

            /**
             * Constructs a new Refuse.
             * @memberof quorate.wire
             * @classdesc Represents a Refuse.
             * @constructor
             * @param {quorate.wire.Refuse.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Refuse = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Refuse batch.
             * @member {quorate.wire.BatchId.$Properties|null|undefined} batch
             * @memberof quorate.wire.Refuse
             * @instance
             */
            Refuse.prototype.batch = null;

            /**
             * Refuse leader.
             * @member {string} leader
             * @memberof quorate.wire.Refuse
             * @instance
             */
            Refuse.prototype.leader = "";

            /**
             * Refuse diskFull.
             * @member {boolean} diskFull
             * @memberof quorate.wire.Refuse
             * @instance
             */
            Refuse.prototype.diskFull = false;

            /**
             * Encodes the specified Refuse message. Does not implicitly {@link quorate.wire.Refuse.verify|verify} messages.
             * @function encode
             * @memberof quorate.wire.Refuse
             * @static
             * @param {quorate.wire.Refuse.$Properties} message Refuse message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Refuse.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.batch != null && $Object.hasOwnProperty.call(message, "batch"))
                    $root.quorate.wire.BatchId.encode(message.batch, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.leader != null && $Object.hasOwnProperty.call(message, "leader") && message.leader !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.leader);
                if (message.diskFull != null && $Object.hasOwnProperty.call(message, "diskFull") && message.diskFull !== false)
                    writer.uint32(/* id 3, wireType 0 =*/24).bool(message.diskFull);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Refuse message from the specified reader or buffer.
             * @function decode
             * @memberof quorate.wire.Refuse
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {quorate.wire.Refuse & quorate.wire.Refuse.$Shape} Refuse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Refuse.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.quorate.wire.Refuse();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.batch = $root.quorate.wire.BatchId.decode(reader, reader.size(), $undefined, _depth + 1, message.batch);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.leader = value;
                            else
                                delete message.leader;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.diskFull = value;
                            else
                                delete message.diskFull;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Refuse;
        })();

        wire.FenceRequest = (function() {

            /**
             * Properties of a FenceRequest.
             * @typedef {Object} quorate.wire.FenceRequest.$Properties
             * @property {number|null} [id] FenceRequest id
             * @property {boolean|null} [quorum] FenceRequest quorum
             * @property {number|null} [tick] FenceRequest tick
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a FenceRequest.
             * @memberof quorate.wire
             * @interface IFenceRequest
             * @augments quorate.wire.FenceRequest.$Properties
             * @deprecated Use quorate.wire.FenceRequest.$Properties instead.
             */

            /**
             * Shape of a FenceRequest.
             * @typedef {quorate.wire.FenceRequest.$Properties} quorate.wire.FenceRequest.$Shape
             */

            /**
             * Constructs a new FenceRequest.
             * @memberof quorate.wire
             * @classdesc Represents a FenceRequest.
             * @constructor
             * @param {quorate.wire.FenceRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const FenceRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * FenceRequest id.
             * @member {number} id
             * @memberof quorate.wire.FenceRequest
             * @instance
             */
            FenceRequest.prototype.id = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * FenceRequest quorum.
             * @member {boolean} quorum
             * @memberof quorate.wire.FenceRequest
             * @instance
             */
            FenceRequest.prototype.quorum = false;

            /**
             * FenceRequest tick.
             * @member {number} tick
             * @memberof quorate.wire.FenceRequest
             * @instance
             */
            FenceRequest.prototype.tick = 0;

            /**
             * Encodes the specified FenceRequest message. Does not implicitly {@link quorate.wire.FenceRequest.verify|verify} messages.
             * @function encode
             * @memberof quorate.wire.FenceRequest
             * @static
             * @param {quorate.wire.FenceRequest.$Properties} message FenceRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            FenceRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && (typeof message.id === "object" ? message.id.low || message.id.high : message.id !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.id);
                if (message.quorum != null && $Object.hasOwnProperty.call(message, "quorum") && message.quorum !== false)
                    writer.uint32(/* id 2, wireType 0 =*/16).bool(message.quorum);
                if (message.tick != null && $Object.hasOwnProperty.call(message, "tick") && !$Object.is(message.tick, 0))
                    writer.uint32(/* id 3, wireType 1 =*/25).double(message.tick);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a FenceRequest message from the specified reader or buffer.
             * @function decode
             * @memberof quorate.wire.FenceRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {quorate.wire.FenceRequest & quorate.wire.FenceRequest.$Shape} FenceRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            FenceRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.quorate.wire.FenceRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.quorum = value;
                            else
                                delete message.quorum;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.tick = value;
                            else
                                delete message.tick;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return FenceRequest;
        })();

        wire.FenceAnswer = (function() {

            /**
             * Properties of a FenceAnswer.
             * @typedef {Object} quorate.wire.FenceAnswer.$Properties
             * @property {number|null} [id] FenceAnswer id
             * @property {number|null} [indexPlusOne] FenceAnswer indexPlusOne
             * @property {number|null} [stamp] FenceAnswer stamp
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a FenceAnswer.
             * @memberof quorate.wire
             * @interface IFenceAnswer
             * @augments quorate.wire.FenceAnswer.$Properties
             * @deprecated Use quorate.wire.FenceAnswer.$Properties instead.
             */

            /**
             * Shape of a FenceAnswer.
             * @typedef {quorate.wire.FenceAnswer.$Properties} quorate.wire.FenceAnswer.$Shape
             */

            /**
             * Constructs a new FenceAnswer.
             * @memberof quorate.wire
             * @classdesc Represents a FenceAnswer.
             * @constructor
             * @param {quorate.wire.FenceAnswer.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const FenceAnswer = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * FenceAnswer id.
             * @member {number} id
             * @memberof quorate.wire.FenceAnswer
             * @instance
             */
            FenceAnswer.prototype.id = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * FenceAnswer indexPlusOne.
             * @member {number} indexPlusOne
             * @memberof quorate.wire.FenceAnswer
             * @instance
             */
            FenceAnswer.prototype.indexPlusOne = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * FenceAnswer stamp.
             * @member {number} stamp
             * @memberof quorate.wire.FenceAnswer
             * @instance
             */
            FenceAnswer.prototype.stamp = 0;

            /**
             * Encodes the specified FenceAnswer message. Does not implicitly {@link quorate.wire.FenceAnswer.verify|verify} messages.
             * @function encode
             * @memberof quorate.wire.FenceAnswer
             * @static
             * @param {quorate.wire.FenceAnswer.$Properties} message FenceAnswer message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            FenceAnswer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && (typeof message.id === "object" ? message.id.low || message.id.high : message.id !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.id);
                if (message.indexPlusOne != null && $Object.hasOwnProperty.call(message, "indexPlusOne") && (typeof message.indexPlusOne === "object" ? message.indexPlusOne.low || message.indexPlusOne.high : message.indexPlusOne !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.indexPlusOne);
                if (message.stamp != null && $Object.hasOwnProperty.call(message, "stamp") && !$Object.is(message.stamp, 0))
                    writer.uint32(/* id 3, wireType 1 =*/25).double(message.stamp);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a FenceAnswer message from the specified reader or buffer.
             * @function decode
             * @memberof quorate.wire.FenceAnswer
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {quorate.wire.FenceAnswer & quorate.wire.FenceAnswer.$Shape} FenceAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            FenceAnswer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.quorate.wire.FenceAnswer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.indexPlusOne = value;
                            else
                                delete message.indexPlusOne;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.stamp = value;
                            else
                                delete message.stamp;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return FenceAnswer;
        })();

        wire.Ask = (function() {

            /**
             * Properties of an Ask.
             * @typedef {Object} quorate.wire.Ask.$Properties
             * @property {number|null} [id] Ask id
             * @property {string|null} [topic] Ask topic
             * @property {string|null} [body] Ask body
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Ask.
             * @memberof quorate.wire
             * @interface IAsk
             * @augments quorate.wire.Ask.$Properties
             * @deprecated Use quorate.wire.Ask.$Properties instead.
             */

            /**
             * Shape of an Ask.
             * @typedef {quorate.wire.Ask.$Properties} quorate.wire.Ask.$Shape
             */

            /**
             * Constructs a new Ask.
             * @memberof quorate.wire
             * @classdesc Represents an Ask.
             * @constructor
             * @param {quorate.wire.Ask.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Ask = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Ask id.
             * @member {number} id
             * @memberof quorate.wire.Ask
             * @instance
             */
            Ask.prototype.id = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Ask topic.
             * @member {string} topic
             * @memberof quorate.wire.Ask
             * @instance
             */
            Ask.prototype.topic = "";

            /**
             * Ask body.
             * @member {string} body
             * @memberof quorate.wire.Ask
             * @instance
             */
            Ask.prototype.body = "";

            /**
             * Encodes the specified Ask message. Does not implicitly {@link quorate.wire.Ask.verify|verify} messages.
             * @function encode
             * @memberof quorate.wire.Ask
             * @static
             * @param {quorate.wire.Ask.$Properties} message Ask message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Ask.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && (typeof message.id === "object" ? message.id.low || message.id.high : message.id !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.id);
                if (message.topic != null && $Object.hasOwnProperty.call(message, "topic") && message.topic !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.topic);
                if (message.body != null && $Object.hasOwnProperty.call(message, "body") && message.body !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.body);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Ask message from the specified reader or buffer.
             * @function decode
             * @memberof quorate.wire.Ask
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {quorate.wire.Ask & quorate.wire.Ask.$Shape} Ask
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Ask.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.quorate.wire.Ask();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.topic = value;
                            else
                                delete message.topic;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.body = value;
                            else
                                delete message.body;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Ask;
        })();

        wire.Tell = (function() {

            /**
             * Properties of a Tell.
             * @typedef {Object} quorate.wire.Tell.$Properties
             * @property {number|null} [id] Tell id
             * @property {string|null} [body] Tell body
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Tell.
             * @memberof quorate.wire
             * @interface ITell
             * @augments quorate.wire.Tell.$Properties
             * @deprecated Use quorate.wire.Tell.$Properties instead.
             */

            /**
             * Shape of a Tell.
             * @typedef {quorate.wire.Tell.$Properties} quorate.wire.Tell.$Shape
             */

            /**
             * Constructs a new Tell.
             * @memberof quorate.wire
             * @classdesc Represents a Tell.
             * @constructor
             * @param {quorate.wire.Tell.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Tell = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Tell id.
             * @member {number} id
             * @memberof quorate.wire.Tell
             * @instance
             */
            Tell.prototype.id = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Tell body.
             * @member {string} body
             * @memberof quorate.wire.Tell
             * @instance
             */
            Tell.prototype.body = "";

            /**
             * Encodes the specified Tell message. Does not implicitly {@link quorate.wire.Tell.verify|verify} messages.
             * @function encode
             * @memberof quorate.wire.Tell
             * @static
             * @param {quorate.wire.Tell.$Properties} message Tell message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Tell.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && (typeof message.id === "object" ? message.id.low || message.id.high : message.id !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.id);
                if (message.body != null && $Object.hasOwnProperty.call(message, "body") && message.body !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.body);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Tell message from the specified reader or buffer.
             * @function decode
             * @memberof quorate.wire.Tell
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {quorate.wire.Tell & quorate.wire.Tell.$Shape} Tell
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Tell.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.quorate.wire.Tell();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.body = value;
                            else
                                delete message.body;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Tell;
        })();

        wire.SnapshotOffer = (function() {

            /**
             * Properties of a SnapshotOffer.
             * @typedef {Object} quorate.wire.SnapshotOffer.$Properties
             * @property {number|null} [index] SnapshotOffer index
             * @property {number|null} [term] SnapshotOffer term
             * @property {number|null} [chunks] SnapshotOffer chunks
             * @property {number|null} [bytes] SnapshotOffer bytes
             * @property {number|null} [configurationIndex] SnapshotOffer configurationIndex
             * @property {number|null} [configurationTerm] SnapshotOffer configurationTerm
             * @property {Uint8Array|null} [members] SnapshotOffer members
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a SnapshotOffer.
             * @memberof quorate.wire
             * @interface ISnapshotOffer
             * @augments quorate.wire.SnapshotOffer.$Properties
             * @deprecated Use quorate.wire.SnapshotOffer.$Properties instead.
             */

            /**
             * Shape of a SnapshotOffer.
             * @typedef {quorate.wire.SnapshotOffer.$Properties} quorate.wire.SnapshotOffer.$Shape
             */

            /**
             * Constructs a new SnapshotOffer.
             * @memberof quorate.wire
             * @classdesc Represents a SnapshotOffer.
             * @constructor
             * @param {quorate.wire.SnapshotOffer.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const SnapshotOffer = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * SnapshotOffer index.
             * @member {number} index
             * @memberof quorate.wire.SnapshotOffer
             * @instance
             */
            SnapshotOffer.prototype.index = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * SnapshotOffer term.
             * @member {number} term
             * @memberof quorate.wire.SnapshotOffer
             * @instance
             */
            SnapshotOffer.prototype.term = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * SnapshotOffer chunks.
             * @member {number} chunks
             * @memberof quorate.wire.SnapshotOffer
             * @instance
             */
            SnapshotOffer.prototype.chunks = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * SnapshotOffer bytes.
             * @member {number} bytes
             * @memberof quorate.wire.SnapshotOffer
             * @instance
             */
            SnapshotOffer.prototype.bytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * SnapshotOffer configurationIndex.
             * @member {number} configurationIndex
             * @memberof quorate.wire.SnapshotOffer
             * @instance
             */
            SnapshotOffer.prototype.configurationIndex = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * SnapshotOffer configurationTerm.
             * @member {number} configurationTerm
             * @memberof quorate.wire.SnapshotOffer
             * @instance
             */
            SnapshotOffer.prototype.configurationTerm = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * SnapshotOffer members.
             * @member {Uint8Array} members
             * @memberof quorate.wire.SnapshotOffer
             * @instance
             */
            SnapshotOffer.prototype.members = $util.newBuffer([]);

            /**
             * Encodes the specified SnapshotOffer message. Does not implicitly {@link quorate.wire.SnapshotOffer.verify|verify} messages.
             * @function encode
             * @memberof quorate.wire.SnapshotOffer
             * @static
             * @param {quorate.wire.SnapshotOffer.$Properties} message SnapshotOffer message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            SnapshotOffer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.index != null && $Object.hasOwnProperty.call(message, "index") && (typeof message.index === "object" ? message.index.low || message.index.high : message.index !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.index);
                if (message.term != null && $Object.hasOwnProperty.call(message, "term") && (typeof message.term === "object" ? message.term.low || message.term.high : message.term !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.term);
                if (message.chunks != null && $Object.hasOwnProperty.call(message, "chunks") && (typeof message.chunks === "object" ? message.chunks.low || message.chunks.high : message.chunks !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.chunks);
                if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes") && (typeof message.bytes === "object" ? message.bytes.low || message.bytes.high : message.bytes !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.bytes);
                if (message.configurationIndex != null && $Object.hasOwnProperty.call(message, "configurationIndex") && (typeof message.configurationIndex === "object" ? message.configurationIndex.low || message.configurationIndex.high : message.configurationIndex !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.configurationIndex);
                if (message.configurationTerm != null && $Object.hasOwnProperty.call(message, "configurationTerm") && (typeof message.configurationTerm === "object" ? message.configurationTerm.low || message.configurationTerm.high : message.configurationTerm !== 0))
                    writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.configurationTerm);
                if (message.members != null && $Object.hasOwnProperty.call(message, "members") && message.members.length)
                    writer.uint32(/* id 7, wireType 2 =*/58).bytes(message.members);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a SnapshotOffer message from the specified reader or buffer.
             * @function decode
             * @memberof quorate.wire.SnapshotOffer
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {quorate.wire.SnapshotOffer & quorate.wire.SnapshotOffer.$Shape} SnapshotOffer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            SnapshotOffer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.quorate.wire.SnapshotOffer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.index = value;
                            else
                                delete message.index;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.term = value;
                            else
                                delete message.term;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.chunks = value;
                            else
                                delete message.chunks;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.bytes = value;
                            else
                                delete message.bytes;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.configurationIndex = value;
                            else
                                delete message.configurationIndex;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.configurationTerm = value;
                            else
                                delete message.configurationTerm;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.members = value;
                            else
                                delete message.members;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SnapshotOffer;
        })();

        wire.SnapshotChunk = (function() {

            /**
             * Properties of a SnapshotChunk.
             * @typedef {Object} quorate.wire.SnapshotChunk.$Properties
             * @property {number|null} [index] SnapshotChunk index
             * @property {number|null} [chunk] SnapshotChunk chunk
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a SnapshotChunk.
             * @memberof quorate.wire
             * @interface ISnapshotChunk
             * @augments quorate.wire.SnapshotChunk.$Properties
             * @deprecated Use quorate.wire.SnapshotChunk.$Properties instead.
             */

            /**
             * Shape of a SnapshotChunk.
             * @typedef {quorate.wire.SnapshotChunk.$Properties} quorate.wire.SnapshotChunk.$Shape
             */

            /**
             * Constructs a new SnapshotChunk.
             * @memberof quorate.wire
             * @classdesc Represents a SnapshotChunk.
             * @constructor
             * @param {quorate.wire.SnapshotChunk.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const SnapshotChunk = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * SnapshotChunk index.
             * @member {number} index
             * @memberof quorate.wire.SnapshotChunk
             * @instance
             */
            SnapshotChunk.prototype.index = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * SnapshotChunk chunk.
             * @member {number} chunk
             * @memberof quorate.wire.SnapshotChunk
             * @instance
             */
            SnapshotChunk.prototype.chunk = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified SnapshotChunk message. Does not implicitly {@link quorate.wire.SnapshotChunk.verify|verify} messages.
             * @function encode
             * @memberof quorate.wire.SnapshotChunk
             * @static
             * @param {quorate.wire.SnapshotChunk.$Properties} message SnapshotChunk message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            SnapshotChunk.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.index != null && $Object.hasOwnProperty.call(message, "index") && (typeof message.index === "object" ? message.index.low || message.index.high : message.index !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.index);
                if (message.chunk != null && $Object.hasOwnProperty.call(message, "chunk") && (typeof message.chunk === "object" ? message.chunk.low || message.chunk.high : message.chunk !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.chunk);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a SnapshotChunk message from the specified reader or buffer.
             * @function decode
             * @memberof quorate.wire.SnapshotChunk
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {quorate.wire.SnapshotChunk & quorate.wire.SnapshotChunk.$Shape} SnapshotChunk
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            SnapshotChunk.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.quorate.wire.SnapshotChunk();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.index = value;
                            else
                                delete message.index;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.chunk = value;
                            else
                                delete message.chunk;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SnapshotChunk;
        })();

        wire.SnapshotAnswer = (function() {

            /**
             * Properties of a SnapshotAnswer.
             * @typedef {Object} quorate.wire.SnapshotAnswer.$Properties
             * @property {number|null} [index] SnapshotAnswer index
             * @property {number|null} [next] SnapshotAnswer next
             * @property {boolean|null} [done] SnapshotAnswer done
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a SnapshotAnswer.
             * @memberof quorate.wire
             * @interface ISnapshotAnswer
             * @augments quorate.wire.SnapshotAnswer.$Properties
             * @deprecated Use quorate.wire.SnapshotAnswer.$Properties instead.
             */

            /**
             * Shape of a SnapshotAnswer.
             * @typedef {quorate.wire.SnapshotAnswer.$Properties} quorate.wire.SnapshotAnswer.$Shape
             */

            /**
             * Constructs a new SnapshotAnswer.
             * @memberof quorate.wire
             * @classdesc Represents a SnapshotAnswer.
             * @constructor
             * @param {quorate.wire.SnapshotAnswer.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const SnapshotAnswer = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * SnapshotAnswer index.
             * @member {number} index
             * @memberof quorate.wire.SnapshotAnswer
             * @instance
             */
            SnapshotAnswer.prototype.index = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * SnapshotAnswer next.
             * @member {number} next
             * @memberof quorate.wire.SnapshotAnswer
             * @instance
             */
            SnapshotAnswer.prototype.next = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * SnapshotAnswer done.
             * @member {boolean} done
             * @memberof quorate.wire.SnapshotAnswer
             * @instance
             */
            SnapshotAnswer.prototype.done = false;

            /**
             * Encodes the specified SnapshotAnswer message. Does not implicitly {@link quorate.wire.SnapshotAnswer.verify|verify} messages.
             * @function encode
             * @memberof quorate.wire.SnapshotAnswer
             * @static
             * @param {quorate.wire.SnapshotAnswer.$Properties} message SnapshotAnswer message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            SnapshotAnswer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.index != null && $Object.hasOwnProperty.call(message, "index") && (typeof message.index === "object" ? message.index.low || message.index.high : message.index !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.index);
                if (message.next != null && $Object.hasOwnProperty.call(message, "next") && (typeof message.next === "object" ? message.next.low || message.next.high : message.next !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.next);
                if (message.done != null && $Object.hasOwnProperty.call(message, "done") && message.done !== false)
                    writer.uint32(/* id 3, wireType 0 =*/24).bool(message.done);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a SnapshotAnswer message from the specified reader or buffer.
             * @function decode
             * @memberof quorate.wire.SnapshotAnswer
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {quorate.wire.SnapshotAnswer & quorate.wire.SnapshotAnswer.$Shape} SnapshotAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            SnapshotAnswer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.quorate.wire.SnapshotAnswer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.index = value;
                            else
                                delete message.index;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.next = value;
                            else
                                delete message.next;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.done = value;
                            else
                                delete message.done;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SnapshotAnswer;
        })();

        return wire;
    })();

    return quorate;
})();

export {
  $root as default
};
