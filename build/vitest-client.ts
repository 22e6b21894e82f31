import type { Environment } from 'vitest/runtime'

/** Plain Node, but files are built as for the browser: Svelte then compiles runes to live signals instead of server code. */
export default {
  name: 'magpie-client',
  viteEnvironment: 'client',
  setup: () => ({ teardown: () => undefined }),
} satisfies Environment
