/** What about `traffic` cannot be: names, vehicles, weights, lanes and roads. */
import { keyAt, nodeAt, type Path } from '../schema/compile.ts'
import { closest, type Diagnostic } from '../diagnostics.ts'
import { lanesOf } from '../roads/lane-section.ts'
import type { RoadSpec } from '../concrete.ts'
import { networkOf } from '../roads/road-plan.ts'
import type { Material } from '../scenario.ts'
import type { ScenarioDocument } from '../schema/schema.ts'
import { diagnose, type Complaint, type Node } from '../source.ts'
import type { Model } from '../vehicles/vehicle-library.ts'

type Report = (diagnostic: Diagnostic) => void

export interface TrafficCheck {
  readonly document: ScenarioDocument
  readonly tree: Node
  readonly actorIds: readonly string[]
  readonly models: ReadonlyMap<string, Model>
  readonly bodies: ReadonlyMap<string, unknown>
  readonly report: Report
}

/** Names of all vehicles that traffic may be made of, each with its place. */
export const trafficModels = ({ traffic }: ScenarioDocument, tree: Node) =>
  Object.entries(traffic).flatMap(([name, { vehicles }]) =>
    Object.keys(vehicles).map((text) => {
      const at = keyAt(tree, ['traffic', name, 'vehicles', text])
      const node: Node = { kind: 'scalar', at, value: text, content: null, size: 1 }
      return { text, node }
    }),
  )

/** Reports names that clash, vehicles that are none, and weights that choose nothing. */
export const checkTraffic = ({ document, tree, actorIds, models, bodies, report }: TrafficCheck): void => {
  const complain = (path: Path, complaint: Complaint): void => report(diagnose(keyAt(tree, path), complaint))
  for (const [name, { vehicles, styles }] of Object.entries(document.traffic)) {
    const clash = actorIds.find(
      (id) => id.startsWith(`${name}_`) && /^[0-9]+$/.test(id.slice(name.length + 1)),
    )
    if (clash !== undefined)
      complain(['traffic', name], {
        code: 'duplicate-key',
        message: `the vehicles of '${name}' are called ${name}_1, ${name}_2, ..., and there is an actor '${clash}'`,
        expected: 'another name',
      })
    for (const model of Object.keys(vehicles)) {
      const spec = models.get(model)?.spec
      if (!bodies.has(model) && spec?.class !== 'trailer') continue
      complain(['traffic', name, 'vehicles', model], {
        code: 'bad-value',
        message: `a ${model} does not drive`,
        expected: 'a vehicle that drives by itself, such as sedan',
      })
    }
    for (const [key, weights] of Object.entries({ vehicles, styles }))
      if (
        isWhole(nodeAt(tree, ['traffic', name, key]), weights) &&
        Object.values(weights).every((w) => w === 0)
      )
        complain(['traffic', name, key], {
          code: 'bad-value',
          message: `no weight of these '${key}' is above 0`,
          expected: 'at least one that is',
        })
  }
}

/** Whether nothing of a written map was left out because of a mistake. */
const isWhole = (written: Node, map: object): boolean =>
  written.kind === 'map' && written.entries.size === Object.keys(map).length

/** Reports lanes and roads that the road has not. */
export const checkTrafficPlaces = ({ document, tree }: Material, road: RoadSpec, report: Report): void => {
  const { roads } = networkOf(road)
  const ids = roads.map((r) => r.id)
  for (const [name, block] of Object.entries(document.traffic)) {
    const path: Path = ['traffic', name]
    block.roads?.forEach((id, i) => {
      if (ids.includes(String(id))) return
      report(
        diagnose(nodeAt(tree, [...path, 'roads', i]).at, {
          code: 'unknown-road',
          message: `there is no road '${id}'`,
          expected:
            ids.length > 12 ? `one of the ${ids.length} roads of the map` : `one of ${ids.join(', ')}`,
          suggestion: closest(String(id), ids),
        }),
      )
    })
    const named = block.roads?.map(String)
    const lanes = roads
      .filter((line) => named === undefined || named.includes(line.id))
      .flatMap((line) => line.sections.flatMap(lanesOf))
      .filter((lane) => lane.type === 'driving')
      .map((lane) => lane.id)
    const known = [...new Set(lanes)].sort((a, b) => a - b)
    block.lanes?.forEach((lane, i) => {
      if (known.includes(lane)) return
      report(
        diagnose(nodeAt(tree, [...path, 'lanes', i]).at, {
          code: 'unknown-lane',
          message: `no road has a lane ${lane} of motor traffic`,
          expected: `one of ${known.join(', ')}`,
        }),
      )
    })
  }
}
