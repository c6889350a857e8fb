import { expect } from 'chai';
import { RawConnection } from '../support/raw-connection.js';
import { usePair } from './pair.js';
import { answersOf } from './pipeline.js';
import { DIFFERENT } from './scripts/different.js';
import { errorObjects } from './scripts/error-objects.js';
import { errors } from './scripts/errors.js';
import { language } from './scripts/language.js';
import { libraries } from './scripts/libraries.js';
import { values } from './scripts/values.js';

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
        const compared = scripts.filter(script => !DIFFERENT.some(([, pattern]) => pattern.test(script)));
        const commands = compared.flatMap(script => [
          ['FLUSHALL'],
          ['EVAL', script, '2', 'k1', 'k2', '1', 'a b', 'get'],
        ]);
        const [expected, answers] = await Promise.all([redis, ours].map(to => answersOf(to, commands)));
        for (const [at, command] of commands.entries())
          expect(answers?.[at], `RESP${protocol}: ${command.join(' ')}`).to.equal(expected?.[at]);
        redis.close();
        ours.close();
      }
    });
  }
});
