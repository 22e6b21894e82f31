import svelte from 'eslint-plugin-svelte'
import tseslint from 'typescript-eslint'

/** One door for each dangerous thing: the rule's message names it. */
const DANGEROUS = [
  ['CallExpression[callee.property.name=/^(openExternal|openPath|showItemInFolder)$/]', 'Only electron/desktop/external.ts opens things outside: it asks first and lets only known schemes through.'],
  ['CallExpression[callee.property.name="executeJavaScript"]', 'No code is made from strings; send an event to the page instead.'],
  ['MemberExpression[property.name=/^(innerHTML|outerHTML)$/], CallExpression[callee.property.name="insertAdjacentHTML"]', 'Remote text is shown as text: let Svelte render it.'],
  ['CallExpression[callee.name="eval"], NewExpression[callee.name="Function"]', 'No code is made from strings.'],
].map(([selector, message]) => ({ selector, message }))

const NODE_GLOBALS = Object.fromEntries(
  ['process', 'console', 'Buffer', 'URL', 'fetch', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'performance', 'AbortSignal', 'TextDecoder', 'TextEncoder']
    .map((name) => [name, 'readonly']),
)

export default tseslint.config(
  { ignores: ['dist/', 'release/', 'out/', 'node_modules/', '.cache/'] },
  ...tseslint.configs.recommended,
  ...svelte.configs.recommended,
  {
    rules: {
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-restricted-syntax': ['error', ...DANGEROUS],
      'no-implied-eval': 'error',
      'no-control-regex': 'error',
      'no-fallthrough': 'error',
      eqeqeq: ['error', 'smart'],
      'prefer-const': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-expressions': ['error', { allowTernary: true, allowShortCircuit: true }],
    },
  },
  {
    // The few typed rules worth their time: a promise nobody waits for is a lost error.
    files: ['electron/**/*.{ts,cts}', 'renderer/**/*.ts', 'test/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/await-thenable': 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser, extraFileExtensions: ['.svelte'] } },
    rules: {
      'svelte/no-at-html-tags': 'error',
      'svelte/require-each-key': 'error',
      // No router here: links go through electron/desktop/external.ts.
      'svelte/no-navigation-without-resolve': 'off',
      // Plain Maps are filled, then put into a $state.raw as a whole: no reactivity of their own is wanted.
      'svelte/prefer-svelte-reactivity': 'off',
      // svelte-check judges these; here Svelte's own warnings are not run.
      'svelte/no-unused-svelte-ignore': 'off',
      'svelte/no-useless-mustaches': 'off', // {' '} keeps a space that formatting would lose
      'prefer-const': 'off', // `let { a } = $props()` and $state need let
      'svelte/prefer-const': ['error', { excludedRunes: ['$props', '$derived', '$state'] }],
    },
  },
  { files: ['**/*.cts'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  { files: ['**/*.{js,mjs}'], languageOptions: { globals: NODE_GLOBALS }, rules: { 'no-undef': 'error' } },
  {
    files: ['build/scripts/icon-renderer/*.js', 'test/bench/bare/*.js'],
    languageOptions: { globals: { Image: 'readonly', document: 'readonly', addEventListener: 'readonly', requestAnimationFrame: 'readonly' } },
  },
  { files: ['electron/desktop/external.ts'], rules: { 'no-restricted-syntax': 'off' } },
  // Tests look into the page through Playwright's evaluate, never by these; but they may run the app's main with a string.
  { files: ['test/**/*.ts'], rules: { 'no-restricted-syntax': 'off' } },
)
