import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { imageTypeOf } from '../../../src/application/imageType.ts';

describe('a picture', () => {
  it('is told by its first bytes', () => {
    assert.equal(imageTypeOf(Buffer.from('89504e470d0a1a0a00', 'hex')), 'image/png');
    assert.equal(imageTypeOf(Buffer.from('ffd8ffe0', 'hex')), 'image/jpeg');
    assert.equal(imageTypeOf(Buffer.from('GIF89a')), 'image/gif');
    assert.equal(imageTypeOf(Buffer.from('RIFF\u0001\u0002\u0003\u0004WEBPVP8 ', 'latin1')), 'image/webp');
  });

  it('is none when it is something else, whatever it is called', () => {
    for (const text of ['<svg xmlns="http://www.w3.org/2000/svg">', '<!DOCTYPE html>', 'RIFF1234WAVE', '', 'GIF']) {
      assert.equal(imageTypeOf(Buffer.from(text)), undefined);
    }
  });
});
