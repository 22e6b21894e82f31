/** Keys that put marks of styling (XEP-0393) around what is selected, or take them away. Pure. */
const MARKS: Record<string, string> = { b: '*', i: '_', 'shift+x': '~', 'shift+e': '`' }

type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

export const markOf = ({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyPress): string | null =>
  (ctrlKey || metaKey) && !altKey ? (MARKS[(shiftKey ? 'shift+' : '') + key.toLowerCase()] ?? null) : null

/** What takes the place of `from`–`to`, and what is selected of the whole then. Spaces at the edges stay outside: no mark holds there. */
export function wrapped(text: string, from: number, to: number, mark: string): { from: number; to: number; words: string; selectFrom: number; selectTo: number } {
  const chosen = text.slice(from, to)
  const before = /^\s*/.exec(chosen)![0].length
  const begin = Math.min(from + before, to)
  const end = begin + chosen.trim().length
  const inner = text.slice(begin, end)
  if (inner !== '' && text[begin - 1] === mark && text[end] === mark) {
    return { from: begin - 1, to: end + 1, words: inner, selectFrom: begin - 1, selectTo: end - 1 }
  }
  return { from: begin, to: end, words: mark + inner + mark, selectFrom: begin + 1, selectTo: end + 1 }
}
