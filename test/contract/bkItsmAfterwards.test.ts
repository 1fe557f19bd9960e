import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { call, esb, gateway, inWorld, requestsTo, samples } from './bkItsmCase.ts';
import { assertTicketError, never } from './providerContract.ts';

describe('BK-ITSM: rating', () => {
  for (const door of [esb, gateway]) {
    inWorld(
      `a finished ticket is rated once (${door.name})`,
      async (world) => {
        const provider = world.connect();
        const key = world.endedKey;
        assert.equal((await provider.readTicket(key, never)).canBeRated, true);
        assert.ok(provider.rating !== undefined);
        await provider.rating.rate(key, 5, '', never);
        assert.equal((await provider.readTicket(key, never)).canBeRated, false);
        assert.equal(requestsTo(world, door === esb ? 'comment_ticket' : 'comment').length, 1);
        const error = await assertTicketError(provider.rating.rate(key, 4, 'again', never), 'rejected');
        assert.doesNotMatch(error.serverMessage ?? '', /参数验证失败/u);
      },
      door,
    );
  }

  inWorld('an open ticket cannot be rated', async (world) => {
    const provider = world.connect();
    assert.equal((await provider.readTicket(samples.dba, never)).canBeRated, false);
    assert.ok(provider.rating !== undefined);
    await assertTicketError(provider.rating.rate(samples.dba, 3, 'x', never), 'rejected');
  });

  inWorld('stars and words that the server would refuse are not sent', async (world) => {
    const { rating } = world.connect();
    assert.ok(rating !== undefined);
    assert.deepEqual([rating.minStars, rating.maxStars], [1, 6]);
    for (const stars of [0, 7, 2.5]) {
      await assertTicketError(rating.rate(world.endedKey, stars, '', never), 'rejected');
    }
    await assertTicketError(rating.rate(world.endedKey, 3, 'x'.repeat(256), never), 'rejected');
    const longName = world.connect({ settings: { operator: 'a'.repeat(17) } });
    assert.ok(longName.rating !== undefined);
    await assertTicketError(longName.rating.rate(world.endedKey, 3, '', never), 'rejected');
    assert.equal(world.countRequests(), 0);
  });
});

describe('BK-ITSM: following', () => {
  inWorld(
    'a ticket is followed, seen among the followed, and left again',
    async (world) => {
      const provider = world.connect();
      const readFollowed = async () => {
        const page = await provider.lists?.read({ listKey: 'followed', filter: {}, cursor: undefined }, never);
        return page?.tickets.map(({ ref }) => ref.key) ?? [];
      };
      assert.ok(provider.following !== undefined);
      await provider.following.setFollowing(samples.mine, true, never);
      assert.ok((await readFollowed()).includes(samples.mine));
      await provider.following.setFollowing(samples.mine, false, never);
      assert.ok(!(await readFollowed()).includes(samples.mine));
    },
    gateway,
  );

  inWorld('is not there on the component bus', async (world) => {
    assert.equal(world.connect().following, undefined);
    const { code } = await call(world, 'POST', 'add_follower', { sn: samples.mine, users: 'lisi', attention: true });
    assert.equal(code, 1306404);
  });
});
