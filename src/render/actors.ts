/** The moving things: each actor's shape as nodes that follow its state. */
import type { Mesh as BabylonMesh } from '@babylonjs/core/Meshes/mesh.js'
import { TransformNode } from '@babylonjs/core/Meshes/transformNode.js'
import { Quaternion } from '@babylonjs/core/Maths/math.vector.js'
import type { Scene } from '@babylonjs/core/scene.js'
import type { Vec3 } from '../math/index.ts'
import {
  boxOf,
  levelsOf,
  moverOf,
  moversOf,
  restOf,
  type LampKind,
  type MaterialKind,
  type Part,
  type Shape,
} from '../shape/index.ts'
import { packId, type ActorState, type Lights } from '../world/index.ts'
import { setId } from './ids.ts'
import type { Materials } from './materials.ts'
import { buildMesh, joinMeshes } from './meshes.ts'

/** Indicators flash at 1.5 Hz, lit first (UN Regulation 48: 90 +- 30 a minute). */
const FLASH_PERIOD = 2 / 3
/** Blue lights flash 2 to 4 times a second (UN R65), s. */
const BEACON_PERIOD = 0.4

/** What an actor's shadow is made of: the rest lies within its outline. Panes are tinted, so they count. */
const CASTERS: readonly MaterialKind[] = [
  ...(['paint', 'glass', 'rubber', 'plastic', 'metal'] as const),
  ...(['cloth', 'skin', 'hair', 'wood', 'bark', 'foliage', 'gravel'] as const),
]

export interface ActorNodes {
  /** What one cannot look through, and what one can. */
  readonly solid: readonly BabylonMesh[]
  readonly glass: readonly BabylonMesh[]
  /** Those whose shadow one would miss. */
  readonly casters: readonly BabylonMesh[]
  /**
   * Shows the coarsest level of detail whose error does not show.
   * @param pixel what a pixel covers at 1 m, m; 0: everything shows
   * @param unseen an error of no more than this does not show, px
   * @returns the shape that is drawn now
   */
  showFor(viewer: Vec3, pixel: number, unseen: number): Shape
  /** Places the body, wheels and lamps as `state` has them at `time`. */
  update(state: ActorState, time: number): void
}

const isLit = (lamp: LampKind, lights: Lights, time: number): boolean => {
  const flash = (time / FLASH_PERIOD) % 1 < 0.5
  switch (lamp) {
    case 'head':
    case 'tail':
      return lights.headlights
    case 'brake':
      return lights.brake
    case 'indicator-left':
      return lights.indicatorLeft && flash
    case 'indicator-right':
      return lights.indicatorRight && flash
    case 'beacon':
      return lights.beacon && (time / BEACON_PERIOD) % 1 < 0.5
    case 'reverse':
      return false
  }
}

/** Nothing of an actor is farther from its origin, m. */
const reachOf = (shape: Shape): number => {
  const { center, size } = boxOf(shape)
  return Math.hypot(...center.map((c, k) => Math.abs(c) + size[k] / 2))
}

/** Parts that move together, look the same and are the same to the labels are drawn as one. */
const groupParts = (parts: readonly Part[]): readonly (readonly Part[])[] => {
  const groups = new Map<string, Part[]>()
  for (const part of parts) {
    const key = [part.material, part.color.join(), part.part, part.wheel, part.limb, part.lamp].join('|')
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [part])
    else group.push(part)
  }
  return [...groups.values()]
}

/** Builds an actor below `root`. `instance` is its id in every mask. */
export const buildActor = (
  name: string,
  instance: number,
  shape: Shape,
  materials: Materials,
  scene: Scene,
  root: TransformNode,
): ActorNodes => {
  const body = new TransformNode(name, scene)
  body.parent = root
  const movers = restOf(shape).map((_, i) => {
    const node = new TransformNode(`${name}.mover${i}`, scene)
    node.parent = body
    return node
  })
  const solid: BabylonMesh[] = []
  const glass: BabylonMesh[] = []
  const casters: BabylonMesh[] = []
  const lamps: { readonly mesh: BabylonMesh; readonly part: Part; readonly kind: LampKind }[] = []
  const levels = levelsOf(shape).map(({ error, shape: form }, i) => {
    const [still, ...moving] = [body, ...movers].map((parent) => {
      const node = new TransformNode(`${parent.name}.level${i}`, scene)
      node.parent = parent
      return node
    })
    for (const group of groupParts(form.parts)) {
      const part = group[0]
      const mesh = buildMesh(`${name}.${part.name}.${i}`, joinMeshes(group.map((p) => p.mesh)), scene)
      const mover = moverOf(form, part)
      mesh.parent = mover === null ? still : moving[mover]
      mesh.material =
        part.lamp === null
          ? materials.of(part.material, part.color)
          : materials.lamp(part.lamp, part.color, false)
      setId(mesh, packId(instance, shape.semantic, part.part, mover))
      const layer = part.material === 'glass' ? glass : solid
      layer.push(mesh)
      if (CASTERS.includes(part.material)) casters.push(mesh)
      if (part.lamp !== null) lamps.push({ mesh, part, kind: part.lamp })
    }
    return { error, shape: form, nodes: [still, ...moving] }
  })
  const reach = reachOf(shape)

  return {
    solid,
    glass,
    casters,
    showFor: ({ 0: x, 1: y, 2: z }, pixel, unseen) => {
      const { x: bx, y: by, z: bz } = body.position
      const distance = Math.max(0, Math.hypot(bx - x, by - y, bz - z) - reach)
      const fine = levels.findLastIndex(({ error }) => error <= unseen * pixel * distance)
      const shown = levels[Math.max(0, fine)]
      for (const level of levels) for (const node of level.nodes) node.setEnabled(level === shown)
      return shown.shape
    },
    update: (state, time) => {
      body.setEnabled(state.present)
      if (!state.present) return
      body.position.set(...state.position)
      body.rotationQuaternion = new Quaternion(...state.orientation)
      const poses = moversOf(shape, state)
      for (const [i, node] of movers.entries()) {
        const pose = poses[i]
        node.position.set(...pose.position)
        node.rotationQuaternion = new Quaternion(...pose.orientation)
      }
      for (const { mesh, part, kind } of lamps)
        mesh.material = materials.lamp(
          kind,
          part.color,
          isLit(kind, state.lights, time),
          state.lights.highBeam,
        )
    },
  }
}
