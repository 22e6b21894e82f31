/** Reads source files for the house rules: what they import, and what they should not contain. */
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, extname, join, normalize, relative } from 'node:path'
import ts from 'typescript'

export interface Import {
  /** Path inside the repo (`electron/store/sql`), or the name of a package. */
  target: string
  /** Whether target is a file of ours. */
  ours: boolean
  typeOnly: boolean
}
export interface Source {
  /** Path inside the repo, with `/`. */
  path: string
  lines: number
  imports: Import[]
  emptyCatches: number
  rawClocks: number
  rawHtml: boolean
}

const ALIAS: [RegExp, string][] = [
  [/^#contract$/, 'electron/ipc/contract'],
  [/^#(shared|xmpp|store|core|features)\//, 'electron/$1/'],
]

function resolve(path: string, name: string): { target: string; ours: boolean } {
  if (name.startsWith('.')) return { target: normalize(join(dirname(path), name)).replace(/\.(ts|cts|svelte)$/, ''), ours: true }
  const alias = ALIAS.find(([pattern]) => pattern.test(name))
  return alias ? { target: name.replace(...alias), ours: true } : { target: name, ours: false }
}

/** `import type`, or only `type` names in the braces. */
function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly
  const clause = node.importClause
  if (!clause) return false
  if (clause.isTypeOnly) return true
  const names = clause.namedBindings
  return !clause.name && !!names && ts.isNamedImports(names) && names.elements.length > 0 && names.elements.every((one) => one.isTypeOnly)
}

const isDate = (node: ts.Node) => ts.isIdentifier(node) && node.text === 'Date'

/** `text` is TypeScript; for a .svelte file its script and its markup's expressions are put together by `read`. */
export function scan(path: string, text: string): Source {
  const source: Source = { path, lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0), imports: [], emptyCatches: 0, rawClocks: 0, rawHtml: false }
  const isSvelte = path.endsWith('.svelte')
  const scripts = isSvelte ? [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1]!) : [text]
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
      source.imports.push({ ...resolve(path, node.moduleSpecifier.text), typeOnly: isTypeOnly(node) })
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
      source.imports.push({ ...resolve(path, node.argument.literal.text), typeOnly: true })
    } else if (ts.isCallExpression(node)) {
      const [first] = node.arguments
      const called = node.expression
      const loads = called.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(called) && called.text === 'require')
      if (loads && first && ts.isStringLiteral(first)) source.imports.push({ ...resolve(path, first.text), typeOnly: false })
      if (ts.isPropertyAccessExpression(called)) {
        if (isDate(called.expression) && called.name.text === 'now') source.rawClocks += 1
        const ignores = called.name.text === 'catch' && first && ts.isArrowFunction(first) && ts.isBlock(first.body)
        if (ignores && isEmpty(first.body as ts.Block)) source.emptyCatches += 1
      }
    } else if (ts.isNewExpression(node) && isDate(node.expression) && !node.arguments?.length) source.rawClocks += 1
    else if (ts.isCatchClause(node) && isEmpty(node.block)) source.emptyCatches += 1
    ts.forEachChild(node, visit)
  }
  // A block that says in a comment why nothing is done is not an empty one.
  const isEmpty = (block: ts.Block) => block.statements.length === 0 && !/\/\/|\/\*/.test(block.getText())
  for (const script of scripts) visit(ts.createSourceFile(path, script, ts.ScriptTarget.Latest, true))
  if (isSvelte) {
    const markup = text.replace(/<script[^>]*>[\s\S]*?<\/script>/g, '').replace(/<!--[\s\S]*?-->/g, '')
    source.rawHtml = /\{@html\b/.test(markup)
    source.rawClocks += markup.match(/\bDate\.now\(|new Date\(\)/g)?.length ?? 0
  }
  return source
}

const KINDS = new Set(['.ts', '.cts', '.svelte'])

/** All sources below the folders. */
export function read(repo: string, folders: string[]): Source[] {
  const files = folders.flatMap((folder) => readdirSync(join(repo, folder), { recursive: true, withFileTypes: true }))
  return files
    .filter((file) => file.isFile() && KINDS.has(extname(file.name)) && !file.name.endsWith('.d.ts'))
    .map((file) => join(file.parentPath, file.name))
    .map((file) => scan(relative(repo, file).replaceAll('\\', '/'), readFileSync(file, 'utf8')))
}
