import { expect } from 'chai';
import { hashSlot, SLOT_COUNT } from '../../../src/base/hash-slot.js';

describe('hash slots', () => {
  it('are CRC16/XMODEM modulo 16,384', () => {
    expect(hashSlot('123456789')).to.equal(0x31c3 % SLOT_COUNT); // the check value of the CRC catalogue
    expect(hashSlot('')).to.equal(0);
    expect(hashSlot('foo')).to.equal(12182); // as CLUSTER KEYSLOT answers
    expect(hashSlot('\xff\x00\x80')).to.be.within(0, SLOT_COUNT - 1);
  });

  it('look at the first tag only, when it has any bytes', () => {
    expect(hashSlot('{user1000}.following')).to.equal(hashSlot('user1000'));
    expect(hashSlot('a{b}{c}')).to.equal(hashSlot('b'));
    expect(hashSlot('a{{b}}c')).to.equal(hashSlot('{b'));
    expect(hashSlot('foo{}{bar}')).to.equal(8363); // an empty tag: the whole key
    expect(hashSlot('}a{')).not.to.equal(hashSlot('a'));
    expect(hashSlot('a{b')).not.to.equal(hashSlot('b'));
  });
});
