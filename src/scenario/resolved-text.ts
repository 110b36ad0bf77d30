/** The merged file, as `check --resolved` prints it: one file that stands without those it was built on. */
import { Document, Pair, Scalar, YAMLMap, YAMLSeq, type Node as YamlNode } from 'yaml'
import type { Scenario } from './scenario.ts'
import { scenarioSchema } from './schema.ts'
import type { Node } from './source.ts'

/**
 * The scenario as one YAML file without `extends`. What came from another file says so behind it.
 * Loading this text gives the same scenario.
 */
export const resolvedText = (scenario: Scenario): string => {
  const { tree } = scenario.material
  const map = written(tree, tree.at.source.file) as YAMLMap<Scalar<string>>
  const order = Object.keys(scenarioSchema.shape)
  map.items.sort((a, b) => order.indexOf(a.key.value) - order.indexOf(b.key.value))
  map.flow = false
  return new Document(map).toString({ lineWidth: 100, flowCollectionPadding: false })
}

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
