/** A small chart whose curve jumps: a real PNG of 120 by 60 pixels. */
export function samplePicture(): Buffer {
  return Buffer.from(
    [
      'iVBORw0KGgoAAAANSUhEUgAAAHgAAAA8AgMAAADQw5Y7AAAADFBMVEX////S2uIdTtjcJibvtBqOAAAA1klEQVR42uXUMQrDIBQG',
      'YNFNAl6jZOoBhHbuLoUuXUtOkUt0d7ROPYJHytItkKhJF8n7s7Sk0IeK8MX4ML4wtmkcf5cNHd/ZWwwB8YH1gEXHVKBZxd7TrOdH',
      'CO6mDQgWYUpPLJ/aNY/nYVheXeFj0Zg7zAGyWGH8xRTmCrPGd+2F71qALxcrjK+iwlxh1pj3Jdd2nkofh2fB0tZtnnHHHeNtUaEP',
      'k1qMxpjLvSkq9BQfl3lx2sPbIpXbWyRdobvYHc2yTY2ub88dKn/u/+K/9rHUtgyU2ggHXGfI5UWMegAAAABJRU5ErkJggg==',
    ].join(''),
    'base64',
  );
}
