/** A JSON document whose lists are long: read element by element, however it is laid out. */
import { createReadStream } from 'node:fs'

export interface Member {
  /** '' in a document that is a list itself. */
  readonly name: string
  /** An element of the member where that is a list, the member itself where it is not. */
  readonly value: unknown
}

/** The members of the object or list that a file holds, lists one element at a time. @throws SyntaxError on what is no JSON */
export async function* readMembers(path: string): AsyncGenerator<Member, void, void> {
  let depth = 0
  let inString = false
  let isEscaped = false
  let text = ''
  let name: string | null = null
  /** What a member is called before its name is read. */
  let nameless: string | null = null
  let inList = false
  const taken = (): Member[] => {
    const found = text.trim() === '' || name === null ? [] : [{ name, value: JSON.parse(text) as unknown }]
    text = ''
    return found
  }
  for await (const chunk of createReadStream(path, 'utf8'))
    for (const c of chunk as string) {
      if (inString) {
        text += c
        if (isEscaped) isEscaped = false
        else if (c === '\\') isEscaped = true
        else if (c === '"') inString = false
      } else if (c === '{' || c === '[') {
        depth++
        if (depth === 1) {
          name = nameless = c === '[' ? '' : null
          continue
        }
        if (depth === 2 && c === '[' && nameless === null && text.trim() === '') inList = true
        else text += c
      } else if (c === '}' || c === ']') {
        depth--
        if (depth === 0) yield* taken()
        else if (depth === 1 && inList) {
          yield* taken()
          inList = false
        } else text += c
      } else if (c === ',' && depth === 1) {
        yield* taken()
        name = nameless
      } else if (c === ',' && depth === 2 && inList) yield* taken()
      else if (c === ':' && depth === 1 && name === null) {
        name = JSON.parse(text) as string
        text = ''
      } else {
        inString = c === '"'
        text += c
      }
    }
  if (depth !== 0 || text.trim() !== '') throw new SyntaxError('the file is cut off')
}
