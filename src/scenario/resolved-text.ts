/** The merged file, as `check --resolved` prints it: one file that stands without those it was built on. */
import { Document, Pair, Scalar, YAMLMap, YAMLSeq, type Node as YamlNode } from 'yaml'
import type { Scenario } from './scenario.ts'
import type { Node } from './source.ts'

/**
 * The scenario as one YAML file without `extends`. What came from another file says so behind it.
 * Loading this text gives the same scenario.
 */
export const resolvedText = (scenario: Scenario): string => {
  const { tree } = scenario.material
  const document = new Document(written(tree, tree.at.source.file))
  return document.toString({ lineWidth: 100, flowCollectionPadding: false })
}

const written = (node: Node, holder: string): YamlNode => {
  if (node.kind === 'scalar') return new Scalar(node.value)
  if (node.kind === 'list') {
    const list = new YAMLSeq()
    list.items = node.items.map((item) => written(item, holder))
    list.flow = isSmall(node)
    return list
  }
  const map = new YAMLMap()
  for (const { key, at, value } of node.entries.values()) {
    if (key === 'extends') continue
    const { file } = at.source
    const item = written(value, file)
    // A comment within a flow collection would swallow what follows it.
    if (file !== holder && (value.kind === 'scalar' || !item.commentBefore))
      item.comment = ` ${file}:${at.source.position(at.offset).line}`
    map.items.push(new Pair(new Scalar(key), item))
  }
  map.flow = isSmall(node) && [...node.entries.values()].every((e) => e.at.source.file === holder)
  return map
}

/** Small enough for one line. */
const isSmall = (node: Node): boolean =>
  node.size <= 8 || (node.kind === 'list' && node.items.every((i) => i.kind === 'scalar'))
