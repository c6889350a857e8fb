/** Reads numbers as LevelDB writes them, one behind the other. Only for bytes whose checksum was right. */
export class LevelBytes {
  constructor(
    private readonly bytes: Buffer,
    public at = 0,
    private readonly end = bytes.length,
  ) {}

  more(): boolean {
    return this.at < this.end;
  }

  varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.bytes.readUInt8(this.at++);
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }

  skip(length: number): void {
    this.at += length;
  }
}

/** LevelDB stores checksums rotated and shifted, so that a checksum of bytes that hold checksums stays a good one. */
export function unmask(masked: number): number {
  const rotated = (masked - 0xa282ead8) >>> 0;
  return ((rotated >>> 17) | (rotated << 15)) >>> 0;
}
