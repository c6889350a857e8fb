/** Kinds of values in RDB format, as Redis numbers them. */
export const RDB = {
  string: 0,
  list: 1,
  set: 2,
  zset: 3,
  hash: 4,
  zset2: 5,
  listZiplist: 10,
  setIntset: 11,
  zsetZiplist: 12,
  hashZiplist: 13,
  listQuicklist: 14,
  streamListpacks: 15,
  hashListpack: 16,
  zsetListpack: 17,
  listQuicklist2: 18,
  streamListpacks2: 19,
  setListpack: 20,
  streamListpacks3: 21,
  hashMetadataOld: 22,
  hashListpackExOld: 23,
  hashMetadata: 24,
  hashListpackEx: 25,
} as const;

/** Flags of an entry in the listpack of a stream. */
export const ENTRY_DELETED = 1;
export const ENTRY_SAME_FIELDS = 2;
