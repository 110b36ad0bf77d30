/** Names that one part of a scenario uses for another: actors, cameras, lanes. */
import { keyAt, nodeAt, type Path } from './compile.ts'
import { closest, type Diagnostic } from './diagnostics.ts'
import { directActions } from './sample.ts'
import type { ScenarioDocument } from './schema.ts'
import type { ActionDocument } from './schema-story.ts'
import { diagnose, type Complaint, type Node } from './source.ts'
import { fpsComplaint, isWholeTicks, type Model } from './vehicle-library.ts'

export interface ReferenceCheck {
  readonly document: ScenarioDocument
  readonly tree: Node
  readonly pathOf: (part: object) => Path
  /** All actors that are written down, those with mistakes too. */
  readonly actorIds: readonly string[]
  readonly models: ReadonlyMap<string, Model>
  readonly report: (diagnostic: Diagnostic) => void
}

const PHASE_KEYS = ['id', 'when', 'after', 'parallel', 'serial']

/** Reports every name that nothing answers to. */
export const checkReferences = (check: ReferenceCheck): void => {
  checkPlacements(check)
  checkSensors(check)
  checkLanes(check)
  checkStory(check)
  checkIds(check)
}

const complainAtKey = ({ tree, report }: ReferenceCheck, path: Path, complaint: Complaint): void =>
  report(diagnose(keyAt(tree, path), complaint))
const complainAtValue = ({ tree, report }: ReferenceCheck, path: Path, complaint: Complaint): void =>
  report(diagnose(nodeAt(tree, path).at, complaint))

const unknownActor = (check: ReferenceCheck, name: string, also: readonly string[] = []): Complaint => ({
  code: 'unknown-actor',
  message: `there is no actor '${name}'`,
  expected:
    check.actorIds.length === 0 ? 'an actor; this file has none' : `one of ${check.actorIds.join(', ')}`,
  suggestion: closest(name, [...check.actorIds, ...also]),
})

const checkPlacements = (check: ReferenceCheck): void => {
  for (const [id, { at }] of Object.entries(check.document.actors ?? {})) {
    if ('s' in at) continue
    const key = 'ahead of' in at ? 'ahead of' : 'behind'
    const other = 'ahead of' in at ? at['ahead of'] : at.behind
    if (!check.actorIds.includes(other))
      complainAtValue(check, ['actors', id, 'at', key], unknownActor(check, other))
  }
}

const checkSensors = (check: ReferenceCheck): void => {
  for (const [actor, cameras] of Object.entries(check.document.sensors)) {
    if (!check.actorIds.includes(actor)) {
      complainAtKey(check, ['sensors', actor], unknownActor(check, actor))
      continue
    }
    const word = check.document.actors?.[actor]?.model.expression
    const model = word?.kind === 'text' ? check.models.get(word.value) : undefined
    const names = new Set<string>()
    for (const camera of cameras) {
      const path = check.pathOf(camera)
      if (camera.fps !== undefined && !isWholeTicks(camera.fps))
        complainAtValue(check, [...path, 'fps'], fpsComplaint(camera.fps))
      if (names.has(camera.camera)) {
        complainAtValue(check, [...path, 'camera'], {
          code: 'duplicate-key',
          message: `the camera '${camera.camera}' is there twice`,
        })
      }
      names.add(camera.camera)
      const rig = Object.keys(model?.spec.rig.cameras ?? {})
      if (model === undefined || rig.includes(camera.camera)) continue
      complainAtValue(check, [...path, 'camera'], {
        code: 'unknown-camera',
        message: `the ${model.spec.name} has no camera '${camera.camera}'`,
        expected: `one of ${rig.join(', ')}`,
        suggestion: closest(camera.camera, rig),
      })
    }
  }
}

const checkLanes = (check: ReferenceCheck): void => {
  const { document } = check
  const lanes = document.road?.lanes
  if (lanes === undefined) return
  const sorted = [...lanes].sort((a, b) => a - b)
  const gap = sorted.findIndex((id, i) => i > 0 && id !== sorted[i - 1] + (sorted[i - 1] === -1 ? 2 : 1))
  if (gap >= 0 || (sorted[0] > 0 && sorted[0] !== 1) || (sorted.at(-1)! < 0 && sorted.at(-1) !== -1)) {
    complainAtKey(check, ['road', 'lanes'], {
      code: 'bad-value',
      message: 'the lanes do not lie side by side',
      expected: 'lanes without a gap or a repetition, such as [-2, -1, 1]',
    })
  }
  const known = (path: Path, lane: number): void => {
    if (lanes.includes(lane)) return
    complainAtValue(check, path, {
      code: 'unknown-lane',
      message: `the road has no lane ${lane}`,
      expected: `one of ${lanes.join(', ')}`,
    })
  }
  for (const patch of document.surface) {
    const path = check.pathOf(patch)
    if (patch.lane !== undefined) known([...path, 'lane'], patch.lane)
    if (Array.isArray(patch.lanes)) patch.lanes.forEach((lane, i) => known([...path, 'lanes', i], lane))
    if (patch.lane !== undefined && patch.lanes !== undefined) {
      complainAtKey(check, [...path, 'lane'], {
        code: 'bad-value',
        message: "the patch has both 'lane' and 'lanes'",
        expected: 'one of them',
      })
    }
    if (patch.side !== undefined && patch.lane === undefined) {
      complainAtKey(check, [...path, 'side'], {
        code: 'bad-value',
        message: "'side' is of one lane",
        expected: "'lane' beside it",
      })
    }
  }
}

const checkStory = (check: ReferenceCheck): void => {
  for (const phase of check.document.do) {
    const path = check.pathOf(phase)
    const direct = directActions(phase)
    const lists = [
      ...(phase.parallel ?? []).map((entry, i) => [[...path, 'parallel', i], entry] as const),
      ...(phase.serial ?? []).map((entry, i) => [[...path, 'serial', i], entry] as const),
    ]
    checkActions(check, path, direct, PHASE_KEYS)
    for (const [at, entry] of lists) checkActions(check, at, entry, [])
    const forms = [
      phase.parallel !== undefined,
      phase.serial !== undefined,
      Object.keys(direct).length > 0,
    ].filter(Boolean).length
    if (forms > 1) {
      complainAtKey(check, path, {
        code: 'bad-value',
        message: 'this phase mixes several forms',
        expected: "actors, or 'parallel', or 'serial'",
      })
    }
    if (forms === 0 && !hasOtherKeys(check, path)) {
      complainAtKey(check, path, {
        code: 'missing-key',
        message: 'this phase does nothing',
        expected: "an actor with an action, 'parallel' or 'serial'",
      })
    }
  }
}

/** Whether the phase has an action that was left out because of a mistake. */
const hasOtherKeys = ({ tree }: ReferenceCheck, path: Path): boolean => {
  const node = nodeAt(tree, path)
  return node.kind === 'map' && [...node.entries.keys()].some((key) => !['id', 'when', 'after'].includes(key))
}

const checkActions = (
  check: ReferenceCheck,
  path: Path,
  actions: Record<string, ActionDocument>,
  also: readonly string[],
): void => {
  const lanes = check.document.road?.lanes
  for (const [actor, action] of Object.entries(actions)) {
    if (!check.actorIds.includes(actor))
      complainAtKey(check, [...path, actor], unknownActor(check, actor, also))
    if ('lane-change' in action && lanes !== undefined && !lanes.includes(action['lane-change'])) {
      complainAtValue(check, [...path, actor, 'lane-change'], {
        code: 'unknown-lane',
        message: `the road has no lane ${action['lane-change']}`,
        expected: `one of ${lanes.join(', ')}`,
      })
    }
  }
}

/** Ids that reports and files go by must be unique. */
const checkIds = (check: ReferenceCheck): void => {
  const { surface, do: story, expect } = check.document
  for (const parts of [surface, story, expect]) {
    const seen = new Set<string>()
    for (const part of parts) {
      if (part.id === undefined) continue
      if (seen.has(part.id)) {
        complainAtValue(check, [...check.pathOf(part), 'id'], {
          code: 'duplicate-key',
          message: `the id '${part.id}' is there twice`,
        })
      }
      seen.add(part.id)
    }
  }
}
