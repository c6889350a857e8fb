import {
  Attributed,
  Double,
  ErrorReply,
  Frames,
  MapReply,
  Push,
  type Reply,
  SetReply,
  Verbatim,
} from '../../resp/reply.js';

/** One reply of each kind, in the words of Redis: what DEBUG PROTOCOL shows to those who test a client. */
export const SAMPLES: Readonly<Record<string, Reply>> = {
  string: 'Hello World',
  integer: 12_345,
  double: new Double(3.141),
  bignum: 1_234_567_999_999_999_999_999_999_999_999_999_999n,
  null: null,
  array: [0, 1, 2],
  set: new SetReply([0, 1, 2]),
  map: new MapReply([0, false, 1, true, 2, false]),
  attrib: new Attributed(['key-popularity', ['key:123', 90]], 'Some real reply following the attribute'),
  push: new Frames([new Push(['server-cpu-usage', 42]), 'Some real reply following the push reply']),
  verbatim: new Verbatim('txt', 'This is a verbatim\nstring'),
  true: true,
  false: false,
};

export const NO_PUSH = new ErrorReply('ERR RESP2 is not supported by this command');

export const NO_SAMPLE = new ErrorReply(
  `ERR Wrong protocol type name. Please use one of the following: ${Object.keys(SAMPLES).join('|')}`,
);
