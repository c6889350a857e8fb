/** Number of hash slots of a Redis cluster. */
export const SLOT_COUNT = 16_384;

/** CRC16/XMODEM: polynomial 0x1021, start value 0, nothing reflected. */
const CRC16 = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021;
  return crc;
});

/**
 * The hash slot of a key, as Redis Cluster computes it: of the bytes between the first `{` and the first `}` behind it
 * when there are any, else of the whole key. So keys with the same tag lie in one slot.
 */
export function hashSlot(key: string): number {
  let from = 0;
  let to = key.length;
  const open = key.indexOf('{');
  if (open >= 0) {
    const close = key.indexOf('}', open + 1);
    if (close > open + 1) {
      from = open + 1;
      to = close;
    }
  }
  let crc = 0;
  for (let at = from; at < to; at++) {
    crc = ((crc << 8) & 0xffff) ^ (CRC16[(crc >> 8) ^ key.charCodeAt(at)] as number);
  }
  return crc & (SLOT_COUNT - 1);
}
