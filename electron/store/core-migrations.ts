/** Tables of the core: settings, accounts, conversations, messages. Everything else belongs to a feature's table.ts. */
import type { Migration } from '#store/migrate'

export const coreMigrations: Migration[] = [
  {
    id: 2026112201,
    name: 'core: first tables',
    up: (db) =>
      db.exec(`
        CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

        CREATE TABLE account (
          id INTEGER PRIMARY KEY,
          address TEXT NOT NULL UNIQUE,
          server TEXT NOT NULL,               -- JSON of ServerSettings
          resource TEXT NOT NULL,             -- stable per installation
          is_remembered INTEGER NOT NULL DEFAULT 0,
          auto_login INTEGER NOT NULL DEFAULT 0,
          is_active INTEGER NOT NULL DEFAULT 0,
          pinned_mechanism TEXT,
          accepted_fingerprints TEXT NOT NULL DEFAULT '[]',
          last_login_ms INTEGER
        ) STRICT;

        -- small per-account values of features (roster version, own status …)
        CREATE TABLE account_value (
          account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
          key TEXT NOT NULL,
          value TEXT NOT NULL,
          PRIMARY KEY (account_id, key)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE conversation (
          id INTEGER PRIMARY KEY,
          account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
          kind TEXT NOT NULL CHECK (kind IN ('chat', 'room', 'room-pm')),
          peer TEXT NOT NULL,
          draft TEXT NOT NULL DEFAULT '',
          unread_count INTEGER NOT NULL DEFAULT 0,
          mention_count INTEGER NOT NULL DEFAULT 0,
          last_message_id INTEGER,
          activity_ms INTEGER NOT NULL,
          is_pinned INTEGER NOT NULL DEFAULT 0,
          is_muted INTEGER NOT NULL DEFAULT 0,
          is_hidden INTEGER NOT NULL DEFAULT 0,
          UNIQUE (account_id, kind, peer)
        ) STRICT;

        CREATE TABLE message (
          id INTEGER PRIMARY KEY,
          account_id INTEGER NOT NULL,
          conversation_id INTEGER NOT NULL REFERENCES conversation(id) ON DELETE CASCADE,
          direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
          kind TEXT NOT NULL CHECK (kind IN ('text', 'notice')),
          body TEXT NOT NULL,
          notice TEXT,                        -- JSON of Notice
          sender TEXT NOT NULL,
          stanza_id TEXT,                     -- id attribute
          origin_id TEXT,                     -- XEP-0359, only meaningful together with the sender
          archive_id TEXT,                    -- stanza-id set by the archive entitled to
          sent_at_ms INTEGER NOT NULL,
          received_at_ms INTEGER NOT NULL,
          order_ms INTEGER NOT NULL,
          state TEXT NOT NULL,
          failure TEXT,                       -- JSON of MessageFailure
          is_unread INTEGER NOT NULL DEFAULT 0,
          is_mention INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE INDEX message_order ON message (conversation_id, order_ms, id);
        CREATE INDEX message_queued ON message (account_id, id) WHERE state = 'queued';
        CREATE INDEX message_unread ON message (conversation_id, order_ms, id) WHERE is_unread = 1;
        CREATE INDEX message_stanza_id ON message (conversation_id, stanza_id) WHERE stanza_id IS NOT NULL;
        CREATE UNIQUE INDEX message_archive_id ON message (conversation_id, archive_id) WHERE archive_id IS NOT NULL;
      `),
  },
  {
    id: 2026112270,
    name: 'core: order of the accounts',
    up: (db) => db.exec('ALTER TABLE account ADD COLUMN place INTEGER NOT NULL DEFAULT 0; UPDATE account SET place = id'),
  },
  {
    id: 2026112263,
    name: 'core: corrected and retracted messages',
    up: (db) =>
      db.exec(`
        ALTER TABLE message ADD COLUMN is_edited INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE message ADD COLUMN is_retracted INTEGER NOT NULL DEFAULT 0;
      `),
  },
  {
    id: 2026112346,
    name: 'core: mentions in messages, and which conversations the user is told of',
    up: (db) =>
      db.exec(`
        ALTER TABLE message ADD COLUMN mentions TEXT; -- JSON of Message.mentions
        -- also of conversations that have not begun yet: another device may have chosen
        CREATE TABLE conversation_notify (
          account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
          kind TEXT NOT NULL,
          peer TEXT NOT NULL,
          chosen TEXT,                        -- by the user: always, on-mention, never
          fallback TEXT,                      -- what suits this room
          PRIMARY KEY (account_id, kind, peer)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO conversation_notify (account_id, kind, peer, chosen) SELECT account_id, kind, peer, 'never' FROM conversation WHERE is_muted = 1;
        ALTER TABLE conversation DROP COLUMN is_muted;
      `),
  },
  {
    id: 2026112303,
    name: 'core: messages recalled by moderators',
    up: (db) => db.exec('ALTER TABLE message ADD COLUMN recall TEXT'), // JSON of Message.recall
  },
  {
    id: 2026112366,
    name: 'core: what features know of a message beyond its words',
    up: (db) => db.exec('ALTER TABLE message ADD COLUMN extras TEXT'), // JSON of Message.extras
  },
  {
    id: 2026112250,
    name: 'core: stream sessions that outlive the program',
    up: (db) =>
      db.exec(`
        CREATE TABLE stream_session (
          account_id INTEGER PRIMARY KEY REFERENCES account(id) ON DELETE CASCADE,
          session_id TEXT NOT NULL,
          jid TEXT NOT NULL,
          inbound INTEGER NOT NULL            -- h of XEP-0198, written in the transaction of the message it counts
        ) STRICT;
        -- messages written in this session and not yet acknowledged
        CREATE TABLE stream_sent (
          account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
          seq INTEGER NOT NULL,
          stanza_id TEXT NOT NULL,
          PRIMARY KEY (account_id, seq)
        ) STRICT;
      `),
  },
  {
    id: 2026112382,
    name: 'core: what has to be said of messages that were sent',
    up: (db) =>
      db.exec(`
        CREATE TABLE follow_up (
          id INTEGER PRIMARY KEY,
          account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
          conversation_id INTEGER NOT NULL REFERENCES conversation(id) ON DELETE CASCADE,
          message_id INTEGER REFERENCES message(id) ON DELETE SET NULL,
          kind TEXT NOT NULL,
          wire_id TEXT NOT NULL,
          payload TEXT NOT NULL               -- JSON of its kind
        ) STRICT;
        CREATE UNIQUE INDEX follow_up_wire ON follow_up (account_id, wire_id);
        CREATE INDEX follow_up_message ON follow_up (message_id) WHERE message_id IS NOT NULL;
      `),
  },
  {
    id: 2026112450,
    name: 'core: stanzas whose handling failed',
    up: (db) =>
      db.exec(`
        CREATE TABLE quarantine (
          id INTEGER PRIMARY KEY,
          account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
          hash TEXT NOT NULL,                 -- #xmpp/fingerprint
          crashes INTEGER NOT NULL,           -- ends of the program while it was in hand
          is_left_out INTEGER NOT NULL,
          reason TEXT NOT NULL,
          raw TEXT,                           -- the beginning of its XML
          at_ms INTEGER NOT NULL,
          UNIQUE (account_id, hash)
        ) STRICT;
      `),
  },
]
