/** One line from a script to the headless core. Pure and total. */
export interface Request {
  /** Comes back with the result; null when the line had none that can. */
  id: number | string | null
  /** Null: the line is no call. */
  call: string | null
  input: unknown
}

export function parseRequest(line: string): Request {
  const none: Request = { id: null, call: null, input: null }
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return none // no JSON: the answer says so
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return none
  const { id, call, input = {} } = value as Record<string, unknown>
  const isId = (typeof id === 'number' && Number.isFinite(id)) || (typeof id === 'string' && id.length <= 200)
  if (!isId) return none
  return { id: id as number | string, call: typeof call === 'string' ? call : null, input }
}
