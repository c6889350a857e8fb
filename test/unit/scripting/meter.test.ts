import { expect } from 'chai';
import { ASKS_FOR_MORE, METER_AT, metered } from '../../../src/scripting/meter.js';

const text = (name: string): number[] => [name.length, ...Buffer.from(name)];
const section = (id: number, ...content: number[]): number[] => [id, content.length, ...content];
const [I32, NOTHING, GET, TEE, CONST, SUBTRACT, LOOP, BR_IF, END] = [
  0x7f, 0x40, 0x20, 0x22, 0x41, 0x6b, 0x03, 0x0d, 0x0b,
] as const;
/** Goes round as often as it is told. */
const BODY = [LOOP, NOTHING, GET, 0, CONST, 1, SUBTRACT, TEE, 0, BR_IF, 0, END, END];
const MODULE = Uint8Array.from([
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...section(1, 2, 0x60, 0, 0, 0x60, 1, I32, 0),
  ...section(2, 1, ...text('env'), ...text(ASKS_FOR_MORE), 0, 0),
  ...section(3, 1, 1),
  ...section(5, 1, 0, 1),
  ...section(7, 2, ...text('memory'), 2, 0, ...text('rounds'), 0, 1),
  ...section(10, 1, BODY.length + 1, 0, ...BODY),
]);

interface Exports {
  readonly memory: WebAssembly.Memory;
  rounds(count: number): void;
}

function instance(code: Uint8Array<ArrayBuffer>, asks: () => void): { exports: Exports; meter: Int32Array } {
  const imports = { env: { [ASKS_FOR_MORE]: asks } };
  const exports = new WebAssembly.Instance(new WebAssembly.Module(code), imports).exports as Exports;
  return { exports, meter: new Int32Array(exports.memory.buffer, METER_AT, 1) };
}

describe('metered code', () => {
  it('counts calls and each pass of a loop', () => {
    const never = (): never => expect.fail('there was enough');
    const { exports, meter } = instance(metered(MODULE), never);
    const spent = (count: number): number => {
      meter[0] = 1_000_000;
      exports.rounds(count);
      return 1_000_000 - (meter[0] ?? 0);
    };
    const [one, two] = [spent(1), spent(2)];
    expect(two - one).to.be.greaterThan(0);
    expect(spent(1001) - one).to.equal(1000 * (two - one));
  });

  it('asks for more when it has run out, and ends where that throws', () => {
    let asked = 0;
    const { exports, meter } = instance(metered(MODULE), () => {
      asked += 1;
      if (asked === 3) throw new Error('no more');
      meter[0] = 100;
    });
    meter[0] = 10;
    expect(() => exports.rounds(2 ** 31 - 1)).to.throw('no more');
    expect(asked).to.equal(3);
  });

  it('counts nothing in a module as it comes', () => {
    const { exports, meter } = instance(MODULE, () => undefined);
    exports.rounds(1000);
    expect(meter[0]).to.equal(0);
  });
});
