/** The merged file, as `check --resolved` prints it: one file that stands without those it was built on. */
import { Document, Pair, Scalar, YAMLMap, YAMLSeq, type Node as YamlNode } from 'yaml'
import type { Scenario } from './scenario.ts'
import { scenarioSchema } from './schema/schema.ts'
import type { Node } from './source.ts'

/**
 * The scenario as one YAML file without `extends`. What came from another file says so behind it.
 * Loading this text gives the same scenario.
 */
export const resolvedText = (scenario: Scenario): string => textOf(wholeMap(scenario))

/**
 * The same with parameters fixed, each as `--set` takes it, and a seed of its own: one sample as a file that stands
 * alone. What is about many samples (`correlate`, `cover`, `sweep`) is left out.
 */
export const sampleText = (
  scenario: Scenario,
  {
    name,
    seed,
    settings,
  }: { readonly name: string; readonly seed: number; readonly settings: readonly string[] },
): string => {
  const map = wholeMap(scenario)
  for (const key of ['correlate', 'cover', 'sweep']) map.deleteIn([key])
  map.setIn(['scenario'], name)
  map.setIn(['run', 'seed'], seed)
  for (const setting of settings) {
    const at = setting.indexOf('=')
    map.setIn(['params', setting.slice(0, at)], new Scalar(setting.slice(at + 1)))
  }
  return textOf(map)
}

/** The same of a file that is no scenario, from its tree; `keys` are in the order in which they are printed. */
export const resolvedPartText = (tree: Node, keys: readonly string[]): string => textOf(wholeTree(tree, keys))

const wholeMap = ({ material: { tree } }: Scenario): YAMLMap<Scalar<string>> =>
  wholeTree(tree, Object.keys(scenarioSchema.shape))

const wholeTree = (tree: Node, order: readonly string[]): YAMLMap<Scalar<string>> => {
  const map = written(tree, tree.at.source.file) as YAMLMap<Scalar<string>>
  map.items.sort((a, b) => order.indexOf(a.key.value) - order.indexOf(b.key.value))
  map.flow = false
  return map
}

const textOf = (map: YAMLMap<Scalar<string>>): string =>
  new Document(map).toString({ lineWidth: 100, flowCollectionPadding: false })

const written = (node: Node, holder: string): YamlNode => {
  if (node.kind === 'scalar') return new Scalar(node.value)
  if (node.kind === 'list') {
    const list = new YAMLSeq()
    list.items = node.items.map((item) => written(item, holder))
    list.flow = node.items.every((item) => item.kind === 'scalar')
    return list
  }
  const map = new YAMLMap()
  for (const { key, at, value } of node.entries.values()) {
    if (key === 'extends') continue
    const { file } = at.source
    const name = new Scalar(key)
    const item = written(value, file)
    const origin = ` ${file}:${at.source.position(at.offset).line}`
    if (file !== holder && value.kind === 'scalar') item.comment = origin
    else if (file !== holder) name.commentBefore = origin
    map.items.push(new Pair(name, item))
  }
  map.flow = isSmall(node) && isOf(node, holder)
  return map
}

/** Small enough for one line. */
const isSmall = (node: Node): boolean => {
  if (node.kind === 'scalar') return true
  const inner = node.kind === 'list' ? node.items : [...node.entries.values()].map((e) => e.value)
  return inner.length <= 6 && inner.every((n) => n.kind === 'scalar' || (n.size <= 4 && isSmall(n)))
}

/** Whether all of it stands in this file: a comment cannot stand within a line. */
const isOf = (node: Node, file: string): boolean => {
  if (node.kind === 'scalar') return true
  if (node.kind === 'list') return node.items.every((i) => isOf(i, file))
  return [...node.entries.values()].every((e) => e.at.source.file === file && isOf(e.value, file))
}
