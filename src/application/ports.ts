import type { Event } from '../base/emitter.ts';
import type { Connection } from '../domain/connection.ts';

/** Where the log goes. Messages are for engineers, in English, and never hold a secret, header, query or body. */
export interface Log {
  debug(text: string): void;
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
}

/** The connections a user has set up, without secrets. */
export interface ConnectionStorage {
  /** As they are now; entries that make no sense are left out (the editor tells the user). */
  read(): readonly Connection[];
  readonly onDidChange: Event<void>;
  /** Adds it, or replaces the one with the same id. */
  save(connection: Connection): Promise<void>;
  remove(connectionId: string): Promise<void>;
}

/** Secrets by connection and name. */
export interface SecretStorage {
  /** `undefined`: there is none, or the keyring lost it. */
  read(connectionId: string, name: string): Promise<string | undefined>;
  /**
   * Stores and reads back.
   * @returns `false` when it could not be read back: it lasts for this session at most
   */
  write(connectionId: string, name: string, value: string): Promise<boolean>;
  delete(connectionId: string, name: string): Promise<void>;
  /** What may have changed, in this window or another; may fire more than once for one change. */
  readonly onDidChange: Event<{ readonly connectionId: string; readonly name: string }>;
}

/** What is watched, shared by all windows. */
export interface WatchListData {
  /** Ticket numbers by connection id, in the order they were added. */
  readonly tickets: Readonly<Record<string, readonly string[]>>;
  /** Tickets without notifications, likewise. */
  readonly muted: Readonly<Record<string, readonly string[]>>;
}

export interface WatchListStorage {
  read(): Promise<WatchListData>;
  /** Reads, edits and writes in one go, so that what another window wrote meanwhile is kept. Resolves with what was written. */
  update(edit: (data: WatchListData) => WatchListData): Promise<WatchListData>;
  /** Another window may have written. */
  readonly onDidChange: Event<void>;
}

/** What one window has written of a draft. */
export interface DraftPart {
  /** Of its file; for the log. */
  readonly name: string;
  readonly text: string;
  /** `older`: of a window that was opened before this one, or of a version of this extension that knew no parts. */
  readonly origin: 'own' | 'older' | 'newer';
}

/**
 * Texts that were typed and not sent; survives a reload and a crash. Each window has a part of its own of each draft and
 * never writes another's, so nothing is lost between reading and writing.
 */
export interface DraftStorage {
  /** The parts of one draft, of all windows. */
  read(id: string): Promise<readonly DraftPart[]>;
  /** Those of all drafts. */
  readAll(): Promise<readonly DraftPart[]>;
  /**
   * Replaces this window's part as a whole: after a crash it is the old one or the new one. Of several writes that wait
   * for each other only the last one need be carried out.
   */
  write(id: string, text: string): Promise<void>;
  /**
   * Deletes an older part, unless it says something else by now. Only from newer to older, so that two windows never
   * delete what the other one relies on.
   * @returns what it says by now, out of the way of its window, to be kept and removed again; `undefined`: it is gone
   */
  remove(part: DraftPart): Promise<DraftPart | undefined>;
  /**
   * Moves a part that nobody can read out of the way.
   * @returns its name from now on
   */
  setAside(part: DraftPart): Promise<string>;
  /** Another window has written a part. */
  readonly onDidChange: Event<DraftPart>;
}

/** What was seen of tickets, one record each. None of it is precious. */
export interface SeenStorage {
  /** `undefined`: there is none. */
  read(id: string): Promise<string | undefined>;
  /** Replaces the record as a whole. */
  write(id: string, record: string): Promise<void>;
  /** Deletes the records that were written longest ago, but for so many. */
  keepNewest(count: number): Promise<void>;
  /** Deletes those that this is said of. */
  deleteWhere(isOf: (record: string) => boolean): Promise<void>;
}
