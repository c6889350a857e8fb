/**
 * Must be imported before the generated code. It reads `util.Long` when it is loaded, and with `long` installed every
 * uint64 would be an object that equals nothing. Ours are safe integers: plain numbers, checked after decoding.
 */
import protobuf from 'protobufjs/minimal.js';

protobuf.util.Long = undefined as never;
protobuf.configure();
