import * as $protobuf from "protobufjs/minimal.js";
import Long = require("long");

/** Namespace quorate. */
export namespace quorate {

    /** Namespace wire. */
    namespace wire {

        /**
         * Properties of a Hello.
         * @deprecated Use quorate.wire.Hello.$Properties instead.
         */
        interface IHello extends quorate.wire.Hello.$Properties {
        }

        /** Represents a Hello. */
        class Hello {

            /**
             * Constructs a new Hello.
             * @param [properties] Properties to set
             */
            constructor(properties?: quorate.wire.Hello.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Hello protocol. */
            protocol: number;

            /** Hello nodeId. */
            nodeId: string;

            /** Hello uuid. */
            uuid: string;

            /** Hello clusterId. */
            clusterId: string;

            /** Hello to. */
            to: string;

            /** Hello lane. */
            lane: quorate.wire.Lane;

            /** Hello refusal. */
            refusal: string;

            /** Hello address. */
            address: string;

            /** Hello stranger. */
            stranger: boolean;

            /**
             * Encodes the specified Hello message. Does not implicitly {@link quorate.wire.Hello.verify|verify} messages.
             * @param message Hello message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: quorate.wire.Hello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Hello message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {quorate.wire.Hello & quorate.wire.Hello.$Shape} Hello
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorate.wire.Hello & quorate.wire.Hello.$Shape;
        }

        namespace Hello {

            /** Properties of a Hello. */
            interface $Properties {

                /** Hello protocol */
                protocol?: (number|null);

                /** Hello nodeId */
                nodeId?: (string|null);

                /** Hello uuid */
                uuid?: (string|null);

                /** Hello clusterId */
                clusterId?: (string|null);

                /** Hello to */
                to?: (string|null);

                /** Hello lane */
                lane?: (quorate.wire.Lane|null);

                /** Hello refusal */
                refusal?: (string|null);

                /** Hello address */
                address?: (string|null);

                /** Hello stranger */
                stranger?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Hello. */
            type $Shape = quorate.wire.Hello.$Properties;
        }

        /** Lane enum. */
        enum Lane {

            /** URGENT value */
            URGENT = 0,

            /** BULK value */
            BULK = 1
        }

        /**
         * Properties of a Frame.
         * @deprecated Use quorate.wire.Frame.$Properties instead.
         */
        interface IFrame extends quorate.wire.Frame.$Properties {
        }

        /** Represents a Frame. */
        class Frame {

            /**
             * Constructs a new Frame.
             * @param [properties] Properties to set
             */
            constructor(properties?: quorate.wire.Frame.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Frame group. */
            group: number;

            /** Frame raft. */
            raft?: (quorate.wire.Raft.$Properties|null);

            /** Frame propose. */
            propose?: (quorate.wire.Propose.$Properties|null);

            /** Frame refuse. */
            refuse?: (quorate.wire.Refuse.$Properties|null);

            /** Frame fence. */
            fence?: (quorate.wire.FenceRequest.$Properties|null);

            /** Frame fenceAnswer. */
            fenceAnswer?: (quorate.wire.FenceAnswer.$Properties|null);

            /** Frame ask. */
            ask?: (quorate.wire.Ask.$Properties|null);

            /** Frame tell. */
            tell?: (quorate.wire.Tell.$Properties|null);

            /** Frame ping. */
            ping?: (quorate.wire.Ping.$Properties|null);

            /** Frame pong. */
            pong?: (quorate.wire.Pong.$Properties|null);

            /** Frame snapshotOffer. */
            snapshotOffer?: (quorate.wire.SnapshotOffer.$Properties|null);

            /** Frame snapshotChunk. */
            snapshotChunk?: (quorate.wire.SnapshotChunk.$Properties|null);

            /** Frame snapshotAnswer. */
            snapshotAnswer?: (quorate.wire.SnapshotAnswer.$Properties|null);

            /** Frame bodies. */
            bodies: Uint8Array[];

            /** Frame content. */
            content?: ("raft"|"propose"|"refuse"|"fence"|"fenceAnswer"|"ask"|"tell"|"ping"|"pong"|"snapshotOffer"|"snapshotChunk"|"snapshotAnswer");

            /**
             * Encodes the specified Frame message. Does not implicitly {@link quorate.wire.Frame.verify|verify} messages.
             * @param message Frame message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: quorate.wire.Frame.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Frame message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {quorate.wire.Frame & quorate.wire.Frame.$Shape} Frame
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorate.wire.Frame & quorate.wire.Frame.$Shape;
        }

        namespace Frame {

            /** Properties of a Frame. */
            interface $Properties {

                /** Frame group */
                group?: (number|null);

                /** Frame raft */
                raft?: (quorate.wire.Raft.$Properties|null);

                /** Frame propose */
                propose?: (quorate.wire.Propose.$Properties|null);

                /** Frame refuse */
                refuse?: (quorate.wire.Refuse.$Properties|null);

                /** Frame fence */
                fence?: (quorate.wire.FenceRequest.$Properties|null);

                /** Frame fenceAnswer */
                fenceAnswer?: (quorate.wire.FenceAnswer.$Properties|null);

                /** Frame ask */
                ask?: (quorate.wire.Ask.$Properties|null);

                /** Frame tell */
                tell?: (quorate.wire.Tell.$Properties|null);

                /** Frame ping */
                ping?: (quorate.wire.Ping.$Properties|null);

                /** Frame pong */
                pong?: (quorate.wire.Pong.$Properties|null);

                /** Frame snapshotOffer */
                snapshotOffer?: (quorate.wire.SnapshotOffer.$Properties|null);

                /** Frame snapshotChunk */
                snapshotChunk?: (quorate.wire.SnapshotChunk.$Properties|null);

                /** Frame snapshotAnswer */
                snapshotAnswer?: (quorate.wire.SnapshotAnswer.$Properties|null);

                /** Frame bodies */
                bodies?: (Uint8Array[]|null);

                /** Frame content */
                content?: ("raft"|"propose"|"refuse"|"fence"|"fenceAnswer"|"ask"|"tell"|"ping"|"pong"|"snapshotOffer"|"snapshotChunk"|"snapshotAnswer");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a Frame. */
            type $Shape = {
              group?: number|null;
              raft?: quorate.wire.Raft.$Shape|null;
              propose?: quorate.wire.Propose.$Shape|null;
              refuse?: quorate.wire.Refuse.$Shape|null;
              fence?: quorate.wire.FenceRequest.$Shape|null;
              fenceAnswer?: quorate.wire.FenceAnswer.$Shape|null;
              ask?: quorate.wire.Ask.$Shape|null;
              tell?: quorate.wire.Tell.$Shape|null;
              ping?: quorate.wire.Ping.$Shape|null;
              pong?: quorate.wire.Pong.$Shape|null;
              snapshotOffer?: quorate.wire.SnapshotOffer.$Shape|null;
              snapshotChunk?: quorate.wire.SnapshotChunk.$Shape|null;
              snapshotAnswer?: quorate.wire.SnapshotAnswer.$Shape|null;
              bodies?: Uint8Array[]|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ content?: undefined; raft?: null; propose?: null; refuse?: null; fence?: null; fenceAnswer?: null; ask?: null; tell?: null; ping?: null; pong?: null; snapshotOffer?: null; snapshotChunk?: null; snapshotAnswer?: null }|{ content?: "raft"; raft: quorate.wire.Raft.$Shape; propose?: null; refuse?: null; fence?: null; fenceAnswer?: null; ask?: null; tell?: null; ping?: null; pong?: null; snapshotOffer?: null; snapshotChunk?: null; snapshotAnswer?: null }|{ content?: "propose"; raft?: null; propose: quorate.wire.Propose.$Shape; refuse?: null; fence?: null; fenceAnswer?: null; ask?: null; tell?: null; ping?: null; pong?: null; snapshotOffer?: null; snapshotChunk?: null; snapshotAnswer?: null }|{ content?: "refuse"; raft?: null; propose?: null; refuse: quorate.wire.Refuse.$Shape; fence?: null; fenceAnswer?: null; ask?: null; tell?: null; ping?: null; pong?: null; snapshotOffer?: null; snapshotChunk?: null; snapshotAnswer?: null }|{ content?: "fence"; raft?: null; propose?: null; refuse?: null; fence: quorate.wire.FenceRequest.$Shape; fenceAnswer?: null; ask?: null; tell?: null; ping?: null; pong?: null; snapshotOffer?: null; snapshotChunk?: null; snapshotAnswer?: null }|{ content?: "fenceAnswer"; raft?: null; propose?: null; refuse?: null; fence?: null; fenceAnswer: quorate.wire.FenceAnswer.$Shape; ask?: null; tell?: null; ping?: null; pong?: null; snapshotOffer?: null; snapshotChunk?: null; snapshotAnswer?: null }|{ content?: "ask"; raft?: null; propose?: null; refuse?: null; fence?: null; fenceAnswer?: null; ask: quorate.wire.Ask.$Shape; tell?: null; ping?: null; pong?: null; snapshotOffer?: null; snapshotChunk?: null; snapshotAnswer?: null }|{ content?: "tell"; raft?: null; propose?: null; refuse?: null; fence?: null; fenceAnswer?: null; ask?: null; tell: quorate.wire.Tell.$Shape; ping?: null; pong?: null; snapshotOffer?: null; snapshotChunk?: null; snapshotAnswer?: null }|{ content?: "ping"; raft?: null; propose?: null; refuse?: null; fence?: null; fenceAnswer?: null; ask?: null; tell?: null; ping: quorate.wire.Ping.$Shape; pong?: null; snapshotOffer?: null; snapshotChunk?: null; snapshotAnswer?: null }|{ content?: "pong"; raft?: null; propose?: null; refuse?: null; fence?: null; fenceAnswer?: null; ask?: null; tell?: null; ping?: null; pong: quorate.wire.Pong.$Shape; snapshotOffer?: null; snapshotChunk?: null; snapshotAnswer?: null }|{ content?: "snapshotOffer"; raft?: null; propose?: null; refuse?: null; fence?: null; fenceAnswer?: null; ask?: null; tell?: null; ping?: null; pong?: null; snapshotOffer: quorate.wire.SnapshotOffer.$Shape; snapshotChunk?: null; snapshotAnswer?: null }|{ content?: "snapshotChunk"; raft?: null; propose?: null; refuse?: null; fence?: null; fenceAnswer?: null; ask?: null; tell?: null; ping?: null; pong?: null; snapshotOffer?: null; snapshotChunk: quorate.wire.SnapshotChunk.$Shape; snapshotAnswer?: null }|{ content?: "snapshotAnswer"; raft?: null; propose?: null; refuse?: null; fence?: null; fenceAnswer?: null; ask?: null; tell?: null; ping?: null; pong?: null; snapshotOffer?: null; snapshotChunk?: null; snapshotAnswer: quorate.wire.SnapshotAnswer.$Shape })
            );
        }

        /**
         * Properties of a Ping.
         * @deprecated Use quorate.wire.Ping.$Properties instead.
         */
        interface IPing extends quorate.wire.Ping.$Properties {
        }

        /** Represents a Ping. */
        class Ping {

            /**
             * Constructs a new Ping.
             * @param [properties] Properties to set
             */
            constructor(properties?: quorate.wire.Ping.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Encodes the specified Ping message. Does not implicitly {@link quorate.wire.Ping.verify|verify} messages.
             * @param message Ping message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: quorate.wire.Ping.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Ping message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {quorate.wire.Ping & quorate.wire.Ping.$Shape} Ping
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorate.wire.Ping & quorate.wire.Ping.$Shape;
        }

        namespace Ping {

            /** Properties of a Ping. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Ping. */
            type $Shape = quorate.wire.Ping.$Properties;
        }

        /**
         * Properties of a Pong.
         * @deprecated Use quorate.wire.Pong.$Properties instead.
         */
        interface IPong extends quorate.wire.Pong.$Properties {
        }

        /** Represents a Pong. */
        class Pong {

            /**
             * Constructs a new Pong.
             * @param [properties] Properties to set
             */
            constructor(properties?: quorate.wire.Pong.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Encodes the specified Pong message. Does not implicitly {@link quorate.wire.Pong.verify|verify} messages.
             * @param message Pong message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: quorate.wire.Pong.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Pong message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {quorate.wire.Pong & quorate.wire.Pong.$Shape} Pong
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorate.wire.Pong & quorate.wire.Pong.$Shape;
        }

        namespace Pong {

            /** Properties of a Pong. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Pong. */
            type $Shape = quorate.wire.Pong.$Properties;
        }

        /**
         * Properties of a Raft.
         * @deprecated Use quorate.wire.Raft.$Properties instead.
         */
        interface IRaft extends quorate.wire.Raft.$Properties {
        }

        /** Represents a Raft. */
        class Raft {

            /**
             * Constructs a new Raft.
             * @param [properties] Properties to set
             */
            constructor(properties?: quorate.wire.Raft.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Raft term. */
            term: number;

            /** Raft wall. */
            wall: number;

            /** Raft stamp. */
            stamp: number;

            /** Raft vote. */
            vote?: (quorate.wire.VoteRequest.$Properties|null);

            /** Raft voteAnswer. */
            voteAnswer?: (quorate.wire.VoteAnswer.$Properties|null);

            /** Raft append. */
            append?: (quorate.wire.AppendRequest.$Properties|null);

            /** Raft appendAnswer. */
            appendAnswer?: (quorate.wire.AppendAnswer.$Properties|null);

            /** Raft heartbeat. */
            heartbeat?: (quorate.wire.HeartbeatRequest.$Properties|null);

            /** Raft heartbeatAnswer. */
            heartbeatAnswer?: (quorate.wire.HeartbeatAnswer.$Properties|null);

            /** Raft timeoutNow. */
            timeoutNow?: (quorate.wire.TimeoutNow.$Properties|null);

            /** Raft message. */
            message?: ("vote"|"voteAnswer"|"append"|"appendAnswer"|"heartbeat"|"heartbeatAnswer"|"timeoutNow");

            /**
             * Encodes the specified Raft message. Does not implicitly {@link quorate.wire.Raft.verify|verify} messages.
             * @param message Raft message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: quorate.wire.Raft.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Raft message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {quorate.wire.Raft & quorate.wire.Raft.$Shape} Raft
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorate.wire.Raft & quorate.wire.Raft.$Shape;
        }

        namespace Raft {

            /** Properties of a Raft. */
            interface $Properties {

                /** Raft term */
                term?: (number|null);

                /** Raft wall */
                wall?: (number|null);

                /** Raft stamp */
                stamp?: (number|null);

                /** Raft vote */
                vote?: (quorate.wire.VoteRequest.$Properties|null);

                /** Raft voteAnswer */
                voteAnswer?: (quorate.wire.VoteAnswer.$Properties|null);

                /** Raft append */
                append?: (quorate.wire.AppendRequest.$Properties|null);

                /** Raft appendAnswer */
                appendAnswer?: (quorate.wire.AppendAnswer.$Properties|null);

                /** Raft heartbeat */
                heartbeat?: (quorate.wire.HeartbeatRequest.$Properties|null);

                /** Raft heartbeatAnswer */
                heartbeatAnswer?: (quorate.wire.HeartbeatAnswer.$Properties|null);

                /** Raft timeoutNow */
                timeoutNow?: (quorate.wire.TimeoutNow.$Properties|null);

                /** Raft message */
                message?: ("vote"|"voteAnswer"|"append"|"appendAnswer"|"heartbeat"|"heartbeatAnswer"|"timeoutNow");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a Raft. */
            type $Shape = {
              term?: number|null;
              wall?: number|null;
              stamp?: number|null;
              vote?: quorate.wire.VoteRequest.$Shape|null;
              voteAnswer?: quorate.wire.VoteAnswer.$Shape|null;
              append?: quorate.wire.AppendRequest.$Shape|null;
              appendAnswer?: quorate.wire.AppendAnswer.$Shape|null;
              heartbeat?: quorate.wire.HeartbeatRequest.$Shape|null;
              heartbeatAnswer?: quorate.wire.HeartbeatAnswer.$Shape|null;
              timeoutNow?: quorate.wire.TimeoutNow.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ message?: undefined; vote?: null; voteAnswer?: null; append?: null; appendAnswer?: null; heartbeat?: null; heartbeatAnswer?: null; timeoutNow?: null }|{ message?: "vote"; vote: quorate.wire.VoteRequest.$Shape; voteAnswer?: null; append?: null; appendAnswer?: null; heartbeat?: null; heartbeatAnswer?: null; timeoutNow?: null }|{ message?: "voteAnswer"; vote?: null; voteAnswer: quorate.wire.VoteAnswer.$Shape; append?: null; appendAnswer?: null; heartbeat?: null; heartbeatAnswer?: null; timeoutNow?: null }|{ message?: "append"; vote?: null; voteAnswer?: null; append: quorate.wire.AppendRequest.$Shape; appendAnswer?: null; heartbeat?: null; heartbeatAnswer?: null; timeoutNow?: null }|{ message?: "appendAnswer"; vote?: null; voteAnswer?: null; append?: null; appendAnswer: quorate.wire.AppendAnswer.$Shape; heartbeat?: null; heartbeatAnswer?: null; timeoutNow?: null }|{ message?: "heartbeat"; vote?: null; voteAnswer?: null; append?: null; appendAnswer?: null; heartbeat: quorate.wire.HeartbeatRequest.$Shape; heartbeatAnswer?: null; timeoutNow?: null }|{ message?: "heartbeatAnswer"; vote?: null; voteAnswer?: null; append?: null; appendAnswer?: null; heartbeat?: null; heartbeatAnswer: quorate.wire.HeartbeatAnswer.$Shape; timeoutNow?: null }|{ message?: "timeoutNow"; vote?: null; voteAnswer?: null; append?: null; appendAnswer?: null; heartbeat?: null; heartbeatAnswer?: null; timeoutNow: quorate.wire.TimeoutNow.$Shape })
            );
        }

        /**
         * Properties of a VoteRequest.
         * @deprecated Use quorate.wire.VoteRequest.$Properties instead.
         */
        interface IVoteRequest extends quorate.wire.VoteRequest.$Properties {
        }

        /** Represents a VoteRequest. */
        class VoteRequest {

            /**
             * Constructs a new VoteRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: quorate.wire.VoteRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** VoteRequest pre. */
            pre: boolean;

            /** VoteRequest transfer. */
            transfer: boolean;

            /** VoteRequest lastIndex. */
            lastIndex: number;

            /** VoteRequest lastTerm. */
            lastTerm: number;

            /**
             * Encodes the specified VoteRequest message. Does not implicitly {@link quorate.wire.VoteRequest.verify|verify} messages.
             * @param message VoteRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: quorate.wire.VoteRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a VoteRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {quorate.wire.VoteRequest & quorate.wire.VoteRequest.$Shape} VoteRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorate.wire.VoteRequest & quorate.wire.VoteRequest.$Shape;
        }

        namespace VoteRequest {

            /** Properties of a VoteRequest. */
            interface $Properties {

                /** VoteRequest pre */
                pre?: (boolean|null);

                /** VoteRequest transfer */
                transfer?: (boolean|null);

                /** VoteRequest lastIndex */
                lastIndex?: (number|null);

                /** VoteRequest lastTerm */
                lastTerm?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a VoteRequest. */
            type $Shape = quorate.wire.VoteRequest.$Properties;
        }

        /**
         * Properties of a VoteAnswer.
         * @deprecated Use quorate.wire.VoteAnswer.$Properties instead.
         */
        interface IVoteAnswer extends quorate.wire.VoteAnswer.$Properties {
        }

        /** Represents a VoteAnswer. */
        class VoteAnswer {

            /**
             * Constructs a new VoteAnswer.
             * @param [properties] Properties to set
             */
            constructor(properties?: quorate.wire.VoteAnswer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** VoteAnswer pre. */
            pre: boolean;

            /** VoteAnswer granted. */
            granted: boolean;

            /** VoteAnswer doubtful. */
            doubtful: boolean;

            /**
             * Encodes the specified VoteAnswer message. Does not implicitly {@link quorate.wire.VoteAnswer.verify|verify} messages.
             * @param message VoteAnswer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: quorate.wire.VoteAnswer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a VoteAnswer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {quorate.wire.VoteAnswer & quorate.wire.VoteAnswer.$Shape} VoteAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorate.wire.VoteAnswer & quorate.wire.VoteAnswer.$Shape;
        }

        namespace VoteAnswer {

            /** Properties of a VoteAnswer. */
            interface $Properties {

                /** VoteAnswer pre */
                pre?: (boolean|null);

                /** VoteAnswer granted */
                granted?: (boolean|null);

                /** VoteAnswer doubtful */
                doubtful?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a VoteAnswer. */
            type $Shape = quorate.wire.VoteAnswer.$Properties;
        }

        /**
         * Properties of an AppendRequest.
         * @deprecated Use quorate.wire.AppendRequest.$Properties instead.
         */
        interface IAppendRequest extends quorate.wire.AppendRequest.$Properties {
        }

        /** Represents an AppendRequest. */
        class AppendRequest {

            /**
             * Constructs a new AppendRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: quorate.wire.AppendRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** AppendRequest prevIndex. */
            prevIndex: number;

            /** AppendRequest prevTerm. */
            prevTerm: number;

            /** AppendRequest commit. */
            commit: number;

            /** AppendRequest terms. */
            terms: number[];

            /** AppendRequest kinds. */
            kinds: quorate.wire.EntryKind[];

            /**
             * Encodes the specified AppendRequest message. Does not implicitly {@link quorate.wire.AppendRequest.verify|verify} messages.
             * @param message AppendRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: quorate.wire.AppendRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an AppendRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {quorate.wire.AppendRequest & quorate.wire.AppendRequest.$Shape} AppendRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorate.wire.AppendRequest & quorate.wire.AppendRequest.$Shape;
        }

        namespace AppendRequest {

            /** Properties of an AppendRequest. */
            interface $Properties {

                /** AppendRequest prevIndex */
                prevIndex?: (number|null);

                /** AppendRequest prevTerm */
                prevTerm?: (number|null);

                /** AppendRequest commit */
                commit?: (number|null);

                /** AppendRequest terms */
                terms?: (number[]|null);

                /** AppendRequest kinds */
                kinds?: (quorate.wire.EntryKind[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an AppendRequest. */
            type $Shape = quorate.wire.AppendRequest.$Properties;
        }

        /** EntryKind enum. */
        enum EntryKind {

            /** NOOP value */
            NOOP = 0,

            /** DATA value */
            DATA = 1,

            /** CONFIGURATION value */
            CONFIGURATION = 2
        }

        /**
         * Properties of an AppendAnswer.
         * @deprecated Use quorate.wire.AppendAnswer.$Properties instead.
         */
        interface IAppendAnswer extends quorate.wire.AppendAnswer.$Properties {
        }

        /** Represents an AppendAnswer. */
        class AppendAnswer {

            /**
             * Constructs a new AppendAnswer.
             * @param [properties] Properties to set
             */
            constructor(properties?: quorate.wire.AppendAnswer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** AppendAnswer success. */
            success: boolean;

            /** AppendAnswer index. */
            index: number;

            /** AppendAnswer hintIndex. */
            hintIndex: number;

            /** AppendAnswer hintTerm. */
            hintTerm: number;

            /**
             * Encodes the specified AppendAnswer message. Does not implicitly {@link quorate.wire.AppendAnswer.verify|verify} messages.
             * @param message AppendAnswer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: quorate.wire.AppendAnswer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an AppendAnswer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {quorate.wire.AppendAnswer & quorate.wire.AppendAnswer.$Shape} AppendAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorate.wire.AppendAnswer & quorate.wire.AppendAnswer.$Shape;
        }

        namespace AppendAnswer {

            /** Properties of an AppendAnswer. */
            interface $Properties {

                /** AppendAnswer success */
                success?: (boolean|null);

                /** AppendAnswer index */
                index?: (number|null);

                /** AppendAnswer hintIndex */
                hintIndex?: (number|null);

                /** AppendAnswer hintTerm */
                hintTerm?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an AppendAnswer. */
            type $Shape = quorate.wire.AppendAnswer.$Properties;
        }

        /**
         * Properties of a HeartbeatRequest.
         * @deprecated Use quorate.wire.HeartbeatRequest.$Properties instead.
         */
        interface IHeartbeatRequest extends quorate.wire.HeartbeatRequest.$Properties {
        }

        /** Represents a HeartbeatRequest. */
        class HeartbeatRequest {

            /**
             * Constructs a new HeartbeatRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: quorate.wire.HeartbeatRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** HeartbeatRequest commit. */
            commit: number;

            /** HeartbeatRequest round. */
            round: number;

            /**
             * Encodes the specified HeartbeatRequest message. Does not implicitly {@link quorate.wire.HeartbeatRequest.verify|verify} messages.
             * @param message HeartbeatRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: quorate.wire.HeartbeatRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a HeartbeatRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {quorate.wire.HeartbeatRequest & quorate.wire.HeartbeatRequest.$Shape} HeartbeatRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorate.wire.HeartbeatRequest & quorate.wire.HeartbeatRequest.$Shape;
        }

        namespace HeartbeatRequest {

            /** Properties of a HeartbeatRequest. */
            interface $Properties {

                /** HeartbeatRequest commit */
                commit?: (number|null);

                /** HeartbeatRequest round */
                round?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a HeartbeatRequest. */
            type $Shape = quorate.wire.HeartbeatRequest.$Properties;
        }

        /**
         * Properties of a HeartbeatAnswer.
         * @deprecated Use quorate.wire.HeartbeatAnswer.$Properties instead.
         */
        interface IHeartbeatAnswer extends quorate.wire.HeartbeatAnswer.$Properties {
        }

        /** Represents a HeartbeatAnswer. */
        class HeartbeatAnswer {

            /**
             * Constructs a new HeartbeatAnswer.
             * @param [properties] Properties to set
             */
            constructor(properties?: quorate.wire.HeartbeatAnswer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** HeartbeatAnswer round. */
            round: number;

            /**
             * Encodes the specified HeartbeatAnswer message. Does not implicitly {@link quorate.wire.HeartbeatAnswer.verify|verify} messages.
             * @param message HeartbeatAnswer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: quorate.wire.HeartbeatAnswer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a HeartbeatAnswer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {quorate.wire.HeartbeatAnswer & quorate.wire.HeartbeatAnswer.$Shape} HeartbeatAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorate.wire.HeartbeatAnswer & quorate.wire.HeartbeatAnswer.$Shape;
        }

        namespace HeartbeatAnswer {

            /** Properties of a HeartbeatAnswer. */
            interface $Properties {

                /** HeartbeatAnswer round */
                round?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a HeartbeatAnswer. */
            type $Shape = quorate.wire.HeartbeatAnswer.$Properties;
        }

        /**
         * Properties of a TimeoutNow.
         * @deprecated Use quorate.wire.TimeoutNow.$Properties instead.
         */
        interface ITimeoutNow extends quorate.wire.TimeoutNow.$Properties {
        }

        /** Represents a TimeoutNow. */
        class TimeoutNow {

            /**
             * Constructs a new TimeoutNow.
             * @param [properties] Properties to set
             */
            constructor(properties?: quorate.wire.TimeoutNow.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Encodes the specified TimeoutNow message. Does not implicitly {@link quorate.wire.TimeoutNow.verify|verify} messages.
             * @param message TimeoutNow message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: quorate.wire.TimeoutNow.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a TimeoutNow message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {quorate.wire.TimeoutNow & quorate.wire.TimeoutNow.$Shape} TimeoutNow
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorate.wire.TimeoutNow & quorate.wire.TimeoutNow.$Shape;
        }

        namespace TimeoutNow {

            /** Properties of a TimeoutNow. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a TimeoutNow. */
            type $Shape = quorate.wire.TimeoutNow.$Properties;
        }

        /**
         * Properties of a BatchId.
         * @deprecated Use quorate.wire.BatchId.$Properties instead.
         */
        interface IBatchId extends quorate.wire.BatchId.$Properties {
        }

        /** Represents a BatchId. */
        class BatchId {

            /**
             * Constructs a new BatchId.
             * @param [properties] Properties to set
             */
            constructor(properties?: quorate.wire.BatchId.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** BatchId uuid. */
            uuid: string;

            /** BatchId incarnation. */
            incarnation: number;

            /** BatchId sequence. */
            sequence: number;

            /**
             * Encodes the specified BatchId message. Does not implicitly {@link quorate.wire.BatchId.verify|verify} messages.
             * @param message BatchId message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: quorate.wire.BatchId.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a BatchId message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {quorate.wire.BatchId & quorate.wire.BatchId.$Shape} BatchId
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorate.wire.BatchId & quorate.wire.BatchId.$Shape;
        }

        namespace BatchId {

            /** Properties of a BatchId. */
            interface $Properties {

                /** BatchId uuid */
                uuid?: (string|null);

                /** BatchId incarnation */
                incarnation?: (number|null);

                /** BatchId sequence */
                sequence?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a BatchId. */
            type $Shape = quorate.wire.BatchId.$Properties;
        }

        /**
         * Properties of a Propose.
         * @deprecated Use quorate.wire.Propose.$Properties instead.
         */
        interface IPropose extends quorate.wire.Propose.$Properties {
        }

        /** Represents a Propose. */
        class Propose {

            /**
             * Constructs a new Propose.
             * @param [properties] Properties to set
             */
            constructor(properties?: quorate.wire.Propose.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Propose batch. */
            batch?: (quorate.wire.BatchId.$Properties|null);

            /**
             * Encodes the specified Propose message. Does not implicitly {@link quorate.wire.Propose.verify|verify} messages.
             * @param message Propose message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: quorate.wire.Propose.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Propose message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {quorate.wire.Propose & quorate.wire.Propose.$Shape} Propose
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorate.wire.Propose & quorate.wire.Propose.$Shape;
        }

        namespace Propose {

            /** Properties of a Propose. */
            interface $Properties {

                /** Propose batch */
                batch?: (quorate.wire.BatchId.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Propose. */
            type $Shape = quorate.wire.Propose.$Properties;
        }

        /**
         * Properties of a Refuse.
         * @deprecated Use quorate.wire.Refuse.$Properties instead.
         */
        interface IRefuse extends quorate.wire.Refuse.$Properties {
        }

        /** Represents a Refuse. */
        class Refuse {

            /**
             * Constructs a new Refuse.
             * @param [properties] Properties to set
             */
            constructor(properties?: quorate.wire.Refuse.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Refuse batch. */
            batch?: (quorate.wire.BatchId.$Properties|null);

            /** Refuse leader. */
            leader: string;

            /** Refuse diskFull. */
            diskFull: boolean;

            /**
             * Encodes the specified Refuse message. Does not implicitly {@link quorate.wire.Refuse.verify|verify} messages.
             * @param message Refuse message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: quorate.wire.Refuse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Refuse message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {quorate.wire.Refuse & quorate.wire.Refuse.$Shape} Refuse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorate.wire.Refuse & quorate.wire.Refuse.$Shape;
        }

        namespace Refuse {

            /** Properties of a Refuse. */
            interface $Properties {

                /** Refuse batch */
                batch?: (quorate.wire.BatchId.$Properties|null);

                /** Refuse leader */
                leader?: (string|null);

                /** Refuse diskFull */
                diskFull?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Refuse. */
            type $Shape = quorate.wire.Refuse.$Properties;
        }

        /**
         * Properties of a FenceRequest.
         * @deprecated Use quorate.wire.FenceRequest.$Properties instead.
         */
        interface IFenceRequest extends quorate.wire.FenceRequest.$Properties {
        }

        /** Represents a FenceRequest. */
        class FenceRequest {

            /**
             * Constructs a new FenceRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: quorate.wire.FenceRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** FenceRequest id. */
            id: number;

            /** FenceRequest quorum. */
            quorum: boolean;

            /** FenceRequest tick. */
            tick: number;

            /**
             * Encodes the specified FenceRequest message. Does not implicitly {@link quorate.wire.FenceRequest.verify|verify} messages.
             * @param message FenceRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: quorate.wire.FenceRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a FenceRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {quorate.wire.FenceRequest & quorate.wire.FenceRequest.$Shape} FenceRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorate.wire.FenceRequest & quorate.wire.FenceRequest.$Shape;
        }

        namespace FenceRequest {

            /** Properties of a FenceRequest. */
            interface $Properties {

                /** FenceRequest id */
                id?: (number|null);

                /** FenceRequest quorum */
                quorum?: (boolean|null);

                /** FenceRequest tick */
                tick?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a FenceRequest. */
            type $Shape = quorate.wire.FenceRequest.$Properties;
        }

        /**
         * Properties of a FenceAnswer.
         * @deprecated Use quorate.wire.FenceAnswer.$Properties instead.
         */
        interface IFenceAnswer extends quorate.wire.FenceAnswer.$Properties {
        }

        /** Represents a FenceAnswer. */
        class FenceAnswer {

            /**
             * Constructs a new FenceAnswer.
             * @param [properties] Properties to set
             */
            constructor(properties?: quorate.wire.FenceAnswer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** FenceAnswer id. */
            id: number;

            /** FenceAnswer indexPlusOne. */
            indexPlusOne: number;

            /** FenceAnswer stamp. */
            stamp: number;

            /**
             * Encodes the specified FenceAnswer message. Does not implicitly {@link quorate.wire.FenceAnswer.verify|verify} messages.
             * @param message FenceAnswer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: quorate.wire.FenceAnswer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a FenceAnswer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {quorate.wire.FenceAnswer & quorate.wire.FenceAnswer.$Shape} FenceAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorate.wire.FenceAnswer & quorate.wire.FenceAnswer.$Shape;
        }

        namespace FenceAnswer {

            /** Properties of a FenceAnswer. */
            interface $Properties {

                /** FenceAnswer id */
                id?: (number|null);

                /** FenceAnswer indexPlusOne */
                indexPlusOne?: (number|null);

                /** FenceAnswer stamp */
                stamp?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a FenceAnswer. */
            type $Shape = quorate.wire.FenceAnswer.$Properties;
        }

        /**
         * Properties of an Ask.
         * @deprecated Use quorate.wire.Ask.$Properties instead.
         */
        interface IAsk extends quorate.wire.Ask.$Properties {
        }

        /** Represents an Ask. */
        class Ask {

            /**
             * Constructs a new Ask.
             * @param [properties] Properties to set
             */
            constructor(properties?: quorate.wire.Ask.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Ask id. */
            id: number;

            /** Ask topic. */
            topic: string;

            /** Ask body. */
            body: string;

            /**
             * Encodes the specified Ask message. Does not implicitly {@link quorate.wire.Ask.verify|verify} messages.
             * @param message Ask message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: quorate.wire.Ask.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Ask message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {quorate.wire.Ask & quorate.wire.Ask.$Shape} Ask
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorate.wire.Ask & quorate.wire.Ask.$Shape;
        }

        namespace Ask {

            /** Properties of an Ask. */
            interface $Properties {

                /** Ask id */
                id?: (number|null);

                /** Ask topic */
                topic?: (string|null);

                /** Ask body */
                body?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Ask. */
            type $Shape = quorate.wire.Ask.$Properties;
        }

        /**
         * Properties of a Tell.
         * @deprecated Use quorate.wire.Tell.$Properties instead.
         */
        interface ITell extends quorate.wire.Tell.$Properties {
        }

        /** Represents a Tell. */
        class Tell {

            /**
             * Constructs a new Tell.
             * @param [properties] Properties to set
             */
            constructor(properties?: quorate.wire.Tell.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Tell id. */
            id: number;

            /** Tell body. */
            body: string;

            /**
             * Encodes the specified Tell message. Does not implicitly {@link quorate.wire.Tell.verify|verify} messages.
             * @param message Tell message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: quorate.wire.Tell.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Tell message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {quorate.wire.Tell & quorate.wire.Tell.$Shape} Tell
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorate.wire.Tell & quorate.wire.Tell.$Shape;
        }

        namespace Tell {

            /** Properties of a Tell. */
            interface $Properties {

                /** Tell id */
                id?: (number|null);

                /** Tell body */
                body?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Tell. */
            type $Shape = quorate.wire.Tell.$Properties;
        }

        /**
         * Properties of a SnapshotOffer.
         * @deprecated Use quorate.wire.SnapshotOffer.$Properties instead.
         */
        interface ISnapshotOffer extends quorate.wire.SnapshotOffer.$Properties {
        }

        /** Represents a SnapshotOffer. */
        class SnapshotOffer {

            /**
             * Constructs a new SnapshotOffer.
             * @param [properties] Properties to set
             */
            constructor(properties?: quorate.wire.SnapshotOffer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SnapshotOffer index. */
            index: number;

            /** SnapshotOffer term. */
            term: number;

            /** SnapshotOffer chunks. */
            chunks: number;

            /** SnapshotOffer bytes. */
            bytes: number;

            /** SnapshotOffer configurationIndex. */
            configurationIndex: number;

            /** SnapshotOffer configurationTerm. */
            configurationTerm: number;

            /** SnapshotOffer members. */
            members: Uint8Array;

            /**
             * Encodes the specified SnapshotOffer message. Does not implicitly {@link quorate.wire.SnapshotOffer.verify|verify} messages.
             * @param message SnapshotOffer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: quorate.wire.SnapshotOffer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SnapshotOffer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {quorate.wire.SnapshotOffer & quorate.wire.SnapshotOffer.$Shape} SnapshotOffer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorate.wire.SnapshotOffer & quorate.wire.SnapshotOffer.$Shape;
        }

        namespace SnapshotOffer {

            /** Properties of a SnapshotOffer. */
            interface $Properties {

                /** SnapshotOffer index */
                index?: (number|null);

                /** SnapshotOffer term */
                term?: (number|null);

                /** SnapshotOffer chunks */
                chunks?: (number|null);

                /** SnapshotOffer bytes */
                bytes?: (number|null);

                /** SnapshotOffer configurationIndex */
                configurationIndex?: (number|null);

                /** SnapshotOffer configurationTerm */
                configurationTerm?: (number|null);

                /** SnapshotOffer members */
                members?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SnapshotOffer. */
            type $Shape = quorate.wire.SnapshotOffer.$Properties;
        }

        /**
         * Properties of a SnapshotChunk.
         * @deprecated Use quorate.wire.SnapshotChunk.$Properties instead.
         */
        interface ISnapshotChunk extends quorate.wire.SnapshotChunk.$Properties {
        }

        /** Represents a SnapshotChunk. */
        class SnapshotChunk {

            /**
             * Constructs a new SnapshotChunk.
             * @param [properties] Properties to set
             */
            constructor(properties?: quorate.wire.SnapshotChunk.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SnapshotChunk index. */
            index: number;

            /** SnapshotChunk chunk. */
            chunk: number;

            /**
             * Encodes the specified SnapshotChunk message. Does not implicitly {@link quorate.wire.SnapshotChunk.verify|verify} messages.
             * @param message SnapshotChunk message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: quorate.wire.SnapshotChunk.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SnapshotChunk message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {quorate.wire.SnapshotChunk & quorate.wire.SnapshotChunk.$Shape} SnapshotChunk
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorate.wire.SnapshotChunk & quorate.wire.SnapshotChunk.$Shape;
        }

        namespace SnapshotChunk {

            /** Properties of a SnapshotChunk. */
            interface $Properties {

                /** SnapshotChunk index */
                index?: (number|null);

                /** SnapshotChunk chunk */
                chunk?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SnapshotChunk. */
            type $Shape = quorate.wire.SnapshotChunk.$Properties;
        }

        /**
         * Properties of a SnapshotAnswer.
         * @deprecated Use quorate.wire.SnapshotAnswer.$Properties instead.
         */
        interface ISnapshotAnswer extends quorate.wire.SnapshotAnswer.$Properties {
        }

        /** Represents a SnapshotAnswer. */
        class SnapshotAnswer {

            /**
             * Constructs a new SnapshotAnswer.
             * @param [properties] Properties to set
             */
            constructor(properties?: quorate.wire.SnapshotAnswer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SnapshotAnswer index. */
            index: number;

            /** SnapshotAnswer next. */
            next: number;

            /** SnapshotAnswer done. */
            done: boolean;

            /**
             * Encodes the specified SnapshotAnswer message. Does not implicitly {@link quorate.wire.SnapshotAnswer.verify|verify} messages.
             * @param message SnapshotAnswer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: quorate.wire.SnapshotAnswer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SnapshotAnswer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {quorate.wire.SnapshotAnswer & quorate.wire.SnapshotAnswer.$Shape} SnapshotAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorate.wire.SnapshotAnswer & quorate.wire.SnapshotAnswer.$Shape;
        }

        namespace SnapshotAnswer {

            /** Properties of a SnapshotAnswer. */
            interface $Properties {

                /** SnapshotAnswer index */
                index?: (number|null);

                /** SnapshotAnswer next */
                next?: (number|null);

                /** SnapshotAnswer done */
                done?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SnapshotAnswer. */
            type $Shape = quorate.wire.SnapshotAnswer.$Properties;
        }
    }
}
