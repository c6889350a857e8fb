import { expect } from 'chai';
import { RawConnection } from '../support/raw-connection.js';
import { usePair } from './pair.js';
import { errorObjects } from './scripts/error-objects.js';
import { errors } from './scripts/errors.js';
import { language } from './scripts/language.js';
import { libraries } from './scripts/libraries.js';
import { values } from './scripts/values.js';

/** Scripts whose replies differ, and why. */
const DIFFERENT: readonly (readonly [what: string, scripts: RegExp])[] = [
  [
    'whole numbers from 10^17 on are written without an exponent, as in Redis 7.2',
    /1e17|123456789012345678|2\^5?63|2\^64|1e18|1e19/,
  ],
  ['`0x` alone is 0', /return 0x$/],
  ['`pcall` without a function is an error, as in Lua', /^return pcall\(\)$/],
  [
    'tables of libraries may be changed, until the script ends',
    /^(?:redis\.call =|cjson\.encode =|string\.sub =|math\.pi =|KEYS =|getmetatable\(""\)\.__index =)/,
  ],
  ['`os.clock` is there, and stands still', /\bos\b/],
  [
    'the text of an error in front of which Lua puts the line',
    /rawset\(_G|setmetatable\(_G|setmetatable\(string/,
  ],
  ['bytecode is refused in other words', /string\.dump/],
  ['collectgarbage takes any word', /collectgarbage\("nosuch"\)/],
  [
    'what is missing in arguments is called no value',
    /struct\.pack\('b'\)|unpack\('b', 'abc', -1\)|format\('%s?'\)$/,
  ],
  ['chance', /math\.random\(\)\)/],
  ['any command can be asked for', /acl_check_cmd/],
];

describe('scripts', () => {
  const pair = usePair();

  for (const [name, scripts] of Object.entries({
    values,
    errors,
    'error objects': errorObjects,
    libraries,
    language,
  })) {
    it(`about ${name} answer as redis-server does, in both protocols`, async function () {
      this.timeout(300_000);
      for (const protocol of ['2', '3']) {
        const [redis, ours] = [await RawConnection.open(pair.reference), await RawConnection.open(pair.ours)];
        await Promise.all([redis.call('HELLO', protocol), ours.call('HELLO', protocol)]);
        for (const script of scripts) {
          if (DIFFERENT.some(([, pattern]) => pattern.test(script))) continue;
          const call = ['EVAL', script, '2', 'k1', 'k2', '1', 'a b', 'get'];
          const [expected, answer] = await Promise.all(
            [redis, ours].map(async connection => {
              await connection.call('FLUSHALL');
              return connection.call(...call);
            }),
          );
          expect(answer, `RESP${protocol}: ${script}`).to.equal(expected);
        }
        redis.close();
        ours.close();
      }
    });
  }
});
