/** Shown where a ticket's address leads; the ticket's id is in the fragment, which a server never sees. */
export const ticketPage = page(
  'Sandbox',
  `<h1>This is the ITSM sandbox</h1>
<p>The ticket pages of a real server would be here. The sandbox keeps sample tickets in memory and has no pages.</p>
<h1 lang="zh">这是 ITSM 沙箱</h1>
<p lang="zh">真实的服务器会在这里显示单据详情。沙箱只在内存中保存示例单据，没有页面。</p>`,
);

/** What a proxy or a portal answers when the login has run out. */
export const loginPage = page('登录', '<h1>登录</h1><p>Please log in.</p>');

/** What Django answers to a path that it does not know. */
export const notFoundPage = page(
  'Not Found',
  '<h1>Not Found</h1><p>The requested resource was not found on this server.</p>',
);

function page(title: string, body: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>${title}</title></head>
<body>${body}</body>
</html>
`;
}
