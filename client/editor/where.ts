/**
 * Where in a YAML text a place is: the keys that lead to it, and what is being written there. It reads a text
 * that is not finished, as one is while somebody writes it; the loader (on the server) says what is wrong.
 */

/** One level on the way: a key of a map, or a place in a list. */
export interface Step {
  readonly key: string | number
  /** The keys of the map that `key` is in, with their values where these are plain; empty for a list. */
  readonly siblings: ReadonlyMap<string, string | null>
}

export interface Where {
  /** From the root to the map or the value at the place; with role 'value', the last step is whose value it is. */
  readonly steps: readonly Step[]
  /** key: a key of the map at the end of `steps` stands here, or may; value: a scalar; none: a comment or a text. */
  readonly role: 'key' | 'value' | 'none'
  /** The word or scalar at the place. */
  readonly from: number
  readonly to: number
  /** Keys of the map that a key would be put into. */
  readonly siblings: ReadonlyMap<string, string | null>
  /** A map in braces, or in lines of its own. */
  readonly style: 'flow' | 'block'
}

interface MapFrame {
  readonly kind: 'map'
  readonly indent: number
  readonly keys: Map<string, string | null>
  key: string | null
}
interface ListFrame {
  readonly kind: 'list'
  readonly indent: number
  index: number
}
type Frame = MapFrame | ListFrame

const KEY = /^("[^"]*"|'[^']*'|[^\s{}[\],&*#?|<>=!%@`'":][^:#{}[\],]*?)\s*:(?=\s|$)/
const FLOW_KEY = /^\s*("[^"]*"|'[^']*'|[^\s{}[\],:][^{}[\],:]*?)\s*:(?=[\s,}\]]|$)/

const bare = (key: string): string => key.replace(/^(["'])(.*)\1$/, '$2')

/** Reads the text once, from its start to its end. */
class Reader {
  readonly #text: string
  readonly #offset: number
  #stack: Frame[] = []
  #found: (Omit<Where, 'steps' | 'siblings'> & { frames: Frame[]; steps: Step[] }) | null = null

  constructor(text: string, offset: number) {
    this.#text = text
    this.#offset = offset
  }

  read(): Where {
    let at = 0
    while (at <= this.#text.length) at = this.#line(at)
    const found = this.#found ?? {
      ...({ role: 'none', from: this.#offset, to: this.#offset, style: 'block' } as const),
      ...{ frames: [], steps: [] },
    }
    const { frames, ...where } = found
    const top = frames.at(-1)
    return { ...where, siblings: top?.kind === 'map' ? top.keys : new Map<string, string | null>() }
  }

  /** @returns where the next line begins. */
  #line(start: number): number {
    const end = this.#endOf(start)
    const line = this.#text.slice(start, end)
    const indent = /^ */.exec(line)![0].length
    const rest = line.slice(indent)
    if (rest.trim() === '') {
      // An empty line belongs to the map whose keys stand in the column of the cursor.
      if (this.#holds(start, end)) this.#note(this.#offset, this.#offset, 'key', this.#offset - start)
      return end + 1
    }
    if (rest.startsWith('#') || rest.startsWith('---')) {
      if (this.#holds(start, end)) this.#mark('none', start, end, 'block')
      return end + 1
    }
    return this.#content(start, start + indent, end)
  }

  /** What stands in a line from `at` on, at the column where it stands. */
  #content(start: number, at: number, end: number): number {
    const text = this.#text.slice(at, end)
    const column = at - start
    const dash = /^-(\s+|$)/.exec(text)
    if (dash !== null) {
      this.#closeTo(column, 'list')
      const top = this.#stack.at(-1)
      if (top?.kind === 'list' && top.indent === column) top.index++
      else this.#stack.push({ kind: 'list', indent: column, index: 0 })
      const next = at + dash[0].length
      if (next >= end) {
        if (this.#offset > at && this.#offset <= end) this.#mark('key', this.#offset, this.#offset, 'block')
        return end + 1
      }
      return this.#content(start, next, end)
    }
    const key = KEY.exec(text)
    if (key === null) return this.#scalarLine(at, end, column)
    const map = this.#mapAt(column)
    const name = bare(key[1])
    map.keys.set(name, null)
    map.key = name
    const keyEnd = at + key[1].length
    if (this.#holds(at, keyEnd)) this.#mark('key', at, keyEnd, 'block')
    return this.#value(at + key[0].length, end, column, map)
  }

  /** After `key:` in a line. */
  #value(from: number, end: number, column: number, map: MapFrame): number {
    let at = from
    while (at < end && this.#text[at] === ' ') at++
    const lead = this.#text[at]
    if (lead === '{' || lead === '[') {
      const done = this.#flow(at)
      return this.#endOf(done) + 1
    }
    const valueEnd = this.#scalarEnd(at, end)
    const value = this.#text.slice(at, valueEnd).trimEnd()
    if (/^[|>][-+0-9]*$/.test(value)) return this.#blockText(end + 1, column)
    map.keys.set(map.key!, value === '' ? null : bare(value))
    if (this.#offset >= from + (at === from ? 1 : 0) && this.#offset <= end) {
      if (this.#offset > valueEnd) this.#mark('none', valueEnd, end, 'block')
      else this.#mark('value', Math.min(at, this.#offset), at + value.length, 'block')
    }
    return end + 1
  }

  /** A line without a key: a scalar in a list, or the beginning of a key. */
  #scalarLine(at: number, end: number, column: number): number {
    if (this.#text[at] === '{' || this.#text[at] === '[') {
      this.#closeTo(column, 'inside')
      return this.#endOf(this.#flow(at)) + 1
    }
    if (this.#holds(at, end)) {
      const to = this.#scalarEnd(at, end)
      if (this.#offset > to) this.#mark('none', to, end, 'block')
      else {
        const inList = this.#stack.at(-1)?.kind === 'list' && this.#stack.at(-1)!.indent < column
        this.#note(at, at + this.#text.slice(at, to).trimEnd().length, inList ? 'value' : 'key', column)
      }
    }
    return end + 1
  }

  /** A map or list in brackets, over as many lines as it takes. @returns the place after it. */
  #flow(open: number): number {
    const depth = this.#stack.length
    let at = open
    do {
      const lead = this.#text[at]
      if (lead === '{' || lead === '[') {
        this.#stack.push(
          lead === '{'
            ? { kind: 'map', indent: -1, keys: new Map(), key: null }
            : { kind: 'list', indent: -1, index: 0 },
        )
        at = this.#flowItem(at + 1)
      } else if (lead === '}' || lead === ']') {
        this.#stack.pop()
        at++
      } else if (lead === ',') {
        const top = this.#stack.at(-1)!
        if (top.kind === 'list') top.index++
        else top.key = null
        at = this.#flowItem(at + 1)
      } else at++
    } while (at < this.#text.length && this.#stack.length > depth)
    this.#stack.length = Math.min(this.#stack.length, depth)
    return at
  }

  /** One entry of a flow collection, from behind its comma or bracket. @returns where it ends, or what nests begins. */
  #flowItem(start: number): number {
    const top = this.#stack.at(-1)!
    let from = start
    if (top.kind === 'map') {
      const key = FLOW_KEY.exec(this.#text.slice(start, start + 200))
      if (key === null) {
        const end = this.#flowScalarEnd(start)
        if (this.#holds(start, end)) this.#markTrimmed('key', start, end)
        return end
      }
      const name = bare(key[1])
      const keyAt = start + key[0].indexOf(key[1])
      if (this.#offset >= start && this.#offset <= keyAt + key[1].length)
        this.#mark('key', keyAt, keyAt + key[1].length, 'flow')
      top.keys.set(name, null)
      top.key = name
      from = start + key[0].length
    }
    const after = /^\s*(?=[{[])/.exec(this.#text.slice(from, from + 200))
    if (after !== null) return from + after[0].length
    const end = this.#flowScalarEnd(from)
    if (top.kind === 'map') top.keys.set(top.key!, bare(this.#text.slice(from, end).trim()) || null)
    if (this.#holds(from, end)) this.#markTrimmed('value', from, end)
    return end
  }

  #markTrimmed(role: 'key' | 'value', from: number, to: number): void {
    const text = this.#text.slice(from, to)
    const lead = text.length - text.trimStart().length
    const begin = Math.min(from + lead, this.#offset)
    this.#mark(role, begin, Math.max(begin, this.#offset, from + text.trimEnd().length), 'flow')
  }

  #flowScalarEnd(from: number): number {
    let at = from
    let depth = 0
    for (; at < this.#text.length; at++) {
      const c = this.#text[at]
      if (c === '(') depth++
      else if (c === ')') depth--
      else if (c === "'" || c === '"') {
        const close = this.#text.indexOf(c, at + 1)
        if (close !== -1) at = close
      } else if (c === ',' && depth <= 0) break
      else if ('{}[]'.includes(c)) break
    }
    return at
  }

  /** A text in lines of its own (`>-`): nothing of it is language. */
  #blockText(from: number, indent: number): number {
    let at = from
    while (at <= this.#text.length) {
      const end = this.#endOf(at)
      const line = this.#text.slice(at, end)
      const inside = line.trim() === '' || /^ */.exec(line)![0].length > indent
      if (!inside) return at
      if (this.#holds(at, end) && line.trim() !== '') this.#mark('none', at, end, 'block')
      at = end + 1
    }
    return at
  }

  /** Ends what is deeper than a column. */
  #closeTo(column: number, what: 'map' | 'list' | 'inside'): void {
    for (let top = this.#stack.at(-1); top !== undefined; top = this.#stack.at(-1)) {
      const stays =
        what === 'inside'
          ? top.indent < column
          : top.indent < column || (top.indent === column && top.kind === what)
      // A list may stand in the very column of the key that it belongs to.
      const carries = what === 'list' && top.kind === 'map' && top.indent === column
      if (stays || carries) return
      this.#stack.pop()
    }
  }

  #mapAt(column: number): MapFrame {
    this.#closeTo(column, 'map')
    const top = this.#stack.at(-1)
    if (top?.kind === 'map' && top.indent === column) return top
    const map: MapFrame = { kind: 'map', indent: column, keys: new Map(), key: null }
    this.#stack.push(map)
    return map
  }

  /** Marks a place where nothing is finished yet: a key that begins in this column, or a scalar of a list. */
  #note(from: number, to: number, role: 'key' | 'value', column: number): void {
    if (role === 'key') this.#mapAt(column)
    this.#mark(role, from, to, 'block')
  }

  #mark(role: Where['role'], from: number, to: number, style: Where['style']): void {
    if (this.#found !== null) return
    const frames = [...this.#stack]
    const top = frames.at(-1)
    const inKey = role === 'key' && top?.kind === 'map' ? top : null
    const steps = frames.flatMap((frame): Step[] => {
      if (frame === inKey) return []
      if (frame.kind === 'list') return [{ key: frame.index, siblings: new Map() }]
      return frame.key === null ? [] : [{ key: frame.key, siblings: frame.keys }]
    })
    this.#found = { role, from, to, style, steps, frames: inKey === null && role === 'key' ? [] : frames }
  }

  #holds(from: number, to: number): boolean {
    return this.#offset >= from && this.#offset <= to
  }

  #endOf(at: number): number {
    const end = this.#text.indexOf('\n', at)
    return end === -1 ? this.#text.length : end
  }

  /** Where a plain or quoted scalar ends: before a comment. */
  #scalarEnd(from: number, end: number): number {
    const quote = this.#text[from]
    if (quote === '"' || quote === "'") {
      const close = this.#text.indexOf(quote, from + 1)
      if (close !== -1 && close < end) return close + 1
    }
    const comment = this.#text.slice(from, end).search(/\s#/)
    return comment === -1 ? end : from + comment
  }
}

/** @param offset 0 ... text.length, between two characters. */
export const whereIn = (text: string, offset: number): Where => new Reader(text, offset).read()
