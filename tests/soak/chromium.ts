/** One page in Chromium without a window, told what to do over its DevTools protocol. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Page {
  /** @throws when the browser refuses */
  send(method: string, parameters?: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>>;
  /** Opens a page and waits until it is loaded. */
  open(url: string): Promise<void>;
  /** What an expression is in the page, once it is settled; it must be plain data. */
  evaluate(expression: string): Promise<unknown>;
  close(): Promise<void>;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

/** Its own sandbox is off, as for pictures: it opens only what this project wrote. */
export async function openPage(chromium: string): Promise<Page> {
  const folder = await mkdtemp(join(tmpdir(), 'payments-page-'));
  const flags = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--remote-debugging-port=0',
    `--user-data-dir=${folder}`,
  ];
  const browser = spawn(chromium, [...flags, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<void>((resolve) => browser.once('close', () => resolve()));
  const socket = await connect(await pageOf(await portOf(browser.stderr)));
  const waiting = new Map<number, (message: Message) => void>();
  const loaded = new Set<() => void>();
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as Message;
    if (message.id !== undefined) waiting.get(message.id)?.(message);
    if (message.method === 'Page.loadEventFired') for (const each of loaded) each();
  });
  let last = 0;
  const send: Page['send'] = async (method, params = {}) => {
    const id = ++last;
    const answered = new Promise<Message>((resolve) => waiting.set(id, resolve));
    socket.send(JSON.stringify({ id, method, params }));
    const { result = {}, error } = await answered;
    waiting.delete(id);
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  };
  await send('Page.enable');
  return {
    send,
    async open(url) {
      const isLoaded = new Promise<void>((resolve) => loaded.add(resolve));
      await send('Page.navigate', { url });
      await isLoaded;
      loaded.clear();
    },
    async evaluate(expression) {
      const { result } = await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
      return (result as { readonly value?: unknown } | undefined)?.value;
    },
    async close() {
      socket.close();
      browser.kill();
      await ended;
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function portOf(told: AsyncIterable<unknown>): Promise<string> {
  let text = '';
  for await (const chunk of told) {
    text += String(chunk);
    const found = /DevTools listening on ws:\/\/[^:]+:(\d+)/.exec(text)?.[1];
    if (found !== undefined) return found;
  }
  throw new Error(`Chromium ended: ${text.trim()}`);
}

async function pageOf(port: string): Promise<string> {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/json`);
    const targets = (await answer.json()) as readonly {
      readonly type: string;
      readonly webSocketDebuggerUrl: string;
    }[];
    const page = targets.find(({ type }) => type === 'page');
    if (page !== undefined) return page.webSocketDebuggerUrl;
    await sleep(50);
  }
}

async function connect(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', reject);
  });
  return socket;
}
