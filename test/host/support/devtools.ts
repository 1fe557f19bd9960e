/** A target (a window, or a frame in a process of its own) that this connection is attached to. */
export interface DevToolsTarget {
  readonly sessionId: string;
  readonly targetId: string;
  readonly type: string;
  url: string;
}

type Params = Readonly<Record<string, unknown>>;

interface Reply {
  readonly resolve: (result: Params) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The browser's own protocol, and no more of it than a test needs that ends processes: Playwright gives up a whole
 * window when one frame in it crashes.
 */
export class DevTools {
  readonly #socket: WebSocket;
  readonly #replies = new Map<number, Reply>();
  readonly #targets = new Map<string, DevToolsTarget>();
  readonly #listeners = new Set<(method: string, params: Params, sessionId: string) => void>();
  #count = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#receive(String(data)));
    socket.addEventListener('close', () => {
      for (const { reject } of this.#replies.values()) reject(new Error('The browser is gone.'));
      this.#replies.clear();
      this.#targets.clear();
    });
  }

  /** Attaches to every window there is and will be, and to the frames in them that have a process of their own. */
  static async connect(url: string): Promise<DevTools> {
    const socket = new WebSocket(url);
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve(), { once: true });
      socket.addEventListener('error', () => reject(new Error(`${url} does not answer.`)), { once: true });
    });
    const tools = new DevTools(socket);
    await tools.send('Target.setDiscoverTargets', { discover: true });
    await tools.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: true });
    return tools;
  }

  get targets(): readonly DevToolsTarget[] {
    return [...this.#targets.values()];
  }

  /** @param sessionId of a target; without one, the browser itself */
  send(method: string, params: Params = {}, sessionId?: string): Promise<Params> {
    this.#count += 1;
    const id = this.#count;
    const result = new Promise<Params>((resolve, reject) => this.#replies.set(id, { resolve, reject }));
    this.#socket.send(JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) }));
    return result;
  }

  /**
   * What an expression says in the main frame of a target; what it throws is thrown here.
   * @param expression of a value that JSON can carry, or of a promise of one
   */
  async evaluate(expression: string, { sessionId }: DevToolsTarget): Promise<unknown> {
    const reply = await this.send(
      'Runtime.evaluate',
      { expression, returnByValue: true, awaitPromise: true },
      sessionId,
    );
    const { result, exceptionDetails } = reply as { result: { value?: unknown }; exceptionDetails?: unknown }; // as documented
    if (exceptionDetails !== undefined) throw new Error(`In the page: ${JSON.stringify(exceptionDetails)}`);
    return result.value;
  }

  onEvent(listener: (method: string, params: Params, sessionId: string) => void): void {
    this.#listeners.add(listener);
  }

  /** A target that has crashed is still attached, and says nothing any more. */
  forget({ sessionId }: DevToolsTarget): void {
    this.#targets.delete(sessionId);
  }

  close(): void {
    this.#socket.close();
  }

  #receive(text: string): void {
    const {
      id,
      method,
      params = {},
      result = {},
      error,
      sessionId = '',
    } = JSON.parse(text) as {
      id?: number;
      method?: string;
      params?: Params;
      result?: Params;
      error?: { message: string };
      sessionId?: string;
    }; // as documented
    if (id !== undefined) {
      const reply = this.#replies.get(id);
      this.#replies.delete(id);
      if (error === undefined) reply?.resolve(result);
      else reply?.reject(new Error(error.message));
      return;
    }
    if (method === undefined) return;
    this.#keepTargets(method, params);
    for (const listener of this.#listeners) listener(method, params, sessionId);
  }

  #keepTargets(method: string, params: Params): void {
    if (method === 'Target.attachedToTarget') {
      const { sessionId, targetInfo } = params as { sessionId: string; targetInfo: Omit<DevToolsTarget, 'sessionId'> }; // as documented
      const { targetId, type, url } = targetInfo;
      this.#targets.set(sessionId, { sessionId, targetId, type, url });
      const attach = { autoAttach: true, waitForDebuggerOnStart: false, flatten: true };
      // It may be gone before it hears of it.
      this.send('Target.setAutoAttach', attach, sessionId).catch(() => {});
    } else if (method === 'Target.targetInfoChanged') {
      // A frame begins as an empty one.
      const { targetInfo } = params as { targetInfo: { targetId: string; url: string } }; // as documented
      for (const target of this.#targets.values())
        if (target.targetId === targetInfo.targetId) target.url = targetInfo.url;
    } else if (method === 'Target.detachedFromTarget') {
      this.#targets.delete(String(params['sessionId']));
    }
  }
}
