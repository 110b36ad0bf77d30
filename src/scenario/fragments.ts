/**
 * `use`: named fragments - a kind of actor, a piece of road, a set of parameters - written at the top of a
 * file or in files of their own, and laid under whatever map names them. Every node of a fragment keeps the
 * place at which it was written, so a mistake in it points there.
 */
import { closest, type Diagnostic } from './diagnostics.ts'
import { findFile, type Shelves } from './document.ts'
import { diagnose, MOST_NODES, overlay, parseSource, type Complaint, type Node } from './source.ts'

type Report = (diagnostic: Diagnostic) => void
type MapNode = Extract<Node, { kind: 'map' }>

const KEY = 'use'
const DEEPEST_USE = 16

/**
 * The tree with every `use` carried out and without the block of names.
 * @param path the scenario's own file: names that it gives and never uses are warned of
 */
export const expandFragments = (tree: Node, path: string, shelves: Shelves, report: Report): Node => {
  if (tree.kind !== 'map') return tree
  const block = tree.entries.get(KEY)
  const names = block?.value.kind === 'map' ? block.value.entries : new Map<string, never>()
  const complain = (node: Node, complaint: Complaint): null => {
    report(diagnose(node.kind === 'scalar' ? node.at : { ...node.at, length: 1 }, complaint))
    return null
  }
  if (block !== undefined && block.value.kind !== 'map')
    complain(block.value, {
      code: 'wrong-type',
      message: 'a name for each fragment is due',
      expected: 'a map',
    })

  const used = new Set<string>()
  const loaded = new Map<string, Node | null>()
  let nodes = tree.size

  /** The fragment that a name stands for, as it is written. */
  const fragment = (name: string, at: Node): Node | null => {
    const entry = names.get(name)
    if (entry === undefined) {
      return complain(at, {
        code: 'unknown-fragment',
        message: `there is no fragment '${name}'`,
        expected: names.size === 0 ? "a name of the block 'use'; there is none" : oneOf([...names.keys()]),
        suggestion: closest(name, names.keys()),
      })
    }
    used.add(name)
    const known = loaded.get(name)
    if (known !== undefined) return known
    const found = entry.value.kind === 'scalar' ? fromFile(entry.value) : entry.value
    loaded.set(name, found)
    return found
  }

  /** A file, or with `#key` one part of it. */
  const fromFile = (node: Node & { kind: 'scalar' }): Node | null => {
    const [wanted, key] = String(node.value).split('#') as [string, string | undefined]
    const file = findFile(shelves, node.at.source.file, wanted)
    if ('problem' in file) return complain(node, file.problem)
    const { root, diagnostics } = parseSource(file.path, file.text)
    diagnostics.forEach(report)
    if (root === null || key === undefined) return root
    const entries = root.kind === 'map' ? root.entries : new Map<string, never>()
    const part = entries.get(key)?.value
    return (
      part ??
      complain(node, {
        code: 'unknown-fragment',
        message: `'${wanted}' has no part '${key}'`,
        expected: oneOf([...entries.keys()]),
        suggestion: closest(key, entries.keys()),
      })
    )
  }

  const expand = (node: Node, within: readonly string[]): Node => {
    if (node.kind === 'scalar') return node
    if (node.kind === 'list') {
      const items = node.items.map((item) => expandItem(item, within))
      return { ...node, items: items.flatMap((i) => i ?? []), incomplete: items.includes(null) }
    }
    const own: Node = {
      ...node,
      entries: new Map(
        [...node.entries.values()]
          .filter(({ key }) => key !== KEY)
          .map((entry) => [entry.key, { ...entry, value: expand(entry.value, within) }]),
      ),
    }
    const use = node.entries.get(KEY)
    if (use === undefined) return own
    return namesIn(use.value).reduceRight<Node>((over, name) => {
      const below = take(name, within)
      if (below === null) return over.kind === 'scalar' ? over : { ...over, incomplete: true }
      if (below.kind === 'map') return overlay(below, over)
      complain(name, {
        code: 'bad-use',
        message: `the fragment '${textOf(name)}' is ${below.kind === 'list' ? 'a list' : 'no map'}`,
        expected: 'a map here; a list of entries stands alone, as in - use: name',
      })
      return over
    }, own)
  }

  /** An entry of a list; `- use: name` stands for all the entries of a fragment that is a list. */
  const expandItem = (item: Node, within: readonly string[]): readonly Node[] | null => {
    const use = item.kind === 'map' && item.entries.size === 1 ? item.entries.get(KEY) : undefined
    if (use?.value.kind !== 'scalar') return [expand(item, within)]
    const taken = take(use.value, within)
    return taken === null ? null : taken.kind === 'list' ? taken.items : [taken]
  }

  /** A fragment by name, itself expanded. */
  const take = (name: Node, within: readonly string[]): Node | null => {
    const text = textOf(name)
    if (text === null)
      return complain(name, {
        code: 'wrong-type',
        message: 'no name stands here',
        expected: 'the name of a fragment',
      })
    if (within.includes(text))
      return complain(name, {
        code: 'bad-use',
        message: `the fragment '${text}' uses itself`,
        expected: null,
      })
    const found = within.length < DEEPEST_USE ? fragment(text, name) : null
    if (found === null) return null
    nodes += found.size
    if (nodes > MOST_NODES)
      return complain(name, {
        code: 'too-many-nodes',
        message: `fragments make more than ${MOST_NODES} values of this file`,
      })
    return expand(found, [...within, text])
  }

  const expanded = expand({ ...tree, entries: withoutBlock(tree) }, [])
  for (const { key, at } of names.values()) {
    if (used.has(key) || at.source.file !== path) continue
    const message = `the fragment '${key}' is never used`
    report(diagnose(at, { code: 'unused-fragment', severity: 'warning', message }))
  }
  return expanded
}

const withoutBlock = ({ entries }: MapNode): MapNode['entries'] =>
  new Map([...entries].filter(([key]) => key !== KEY))

/** One name or a list of them; of two that say the same, the later one holds. */
const namesIn = (value: Node): readonly Node[] => (value.kind === 'list' ? value.items : [value])

const textOf = (node: Node): string | null =>
  node.kind === 'scalar' && node.value !== null ? String(node.value) : null

const oneOf = (names: readonly string[]): string =>
  names.length === 0 ? 'a map of parts' : `one of ${names.slice(0, 14).join(', ')}`
