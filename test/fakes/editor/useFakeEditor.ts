import { registerHooks } from 'node:module';

// Code of the editor must be imported after this, with `await import`: what is imported with it is looked up before.
registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier === 'vscode' ? new URL('editorModule.ts', import.meta.url).href : specifier, context),
});
