/** What a proxy or a portal answers when the login has run out. */
export const loginPage = page('登录', '<h1>登录</h1><p>Please log in.</p>');

/** Shown where the addresses of tickets lead. */
export const consolePage = page(
  'Sandbox',
  `<h1>This is the Huawei Cloud sandbox</h1>
<p>The console of the real cloud would be here. The sandbox keeps sample tickets in memory and has no pages.</p>
<h1 lang="zh">这是华为云沙箱</h1>
<p lang="zh">真实的环境会在这里显示控制台。沙箱只在内存中保存示例工单，没有页面。</p>`,
);

function page(title: string, body: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>${title}</title></head>
<body>${body}</body>
</html>
`;
}
