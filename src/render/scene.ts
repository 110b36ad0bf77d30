/** The world as a Babylon scene, the same in Node and in the dashboard's page. */
import type { AbstractEngine } from '@babylonjs/core/Engines/abstractEngine.js'
import { ShadowGenerator } from '@babylonjs/core/Lights/Shadows/shadowGenerator.js'
import '@babylonjs/core/Lights/Shadows/shadowGeneratorSceneComponent.js'
import type { PBRMaterial } from '@babylonjs/core/Materials/PBR/pbrMaterial.js'
import { RawTexture } from '@babylonjs/core/Materials/Textures/rawTexture.js'
import { TransformNode } from '@babylonjs/core/Meshes/transformNode.js'
import { Scene } from '@babylonjs/core/scene.js'
import type { Vec3 } from '../math/index.ts'
import type { ConcreteScenario } from '../scenario/index.ts'
import type { Scenery, Shape } from '../shape/index.ts'
import { packId, type WorldState } from '../world/index.ts'
import { buildActor, type ActorNodes } from './actors.ts'
import { createEnvironment } from './environment.ts'
import { rootRotation } from './frame.ts'
import { setId } from './ids.ts'
import { createMaterials } from './materials.ts'
import { buildMesh, placementMatrices } from './meshes.ts'
import { followShadow } from './shadow.ts'

/** What the world is made of: one shape an actor, in the scenario's order, and everything that stands still. */
export interface WorldShapes {
  readonly actors: readonly Shape[]
  readonly scenery: Scenery
}

export interface WorldSceneOptions {
  /** Side of the shadow map, texels; 0: no shadows. */
  readonly shadowMap?: number
  /** Called for every material before its first use. */
  readonly onMaterial?: (material: PBRMaterial) => void
}

export interface WorldScene {
  readonly scene: Scene
  /** Everything in the world's frame hangs below this node. */
  readonly root: TransformNode
  /** Places everything as `state` has it; `focus` (world) is where shadows must be sharp. */
  update(state: WorldState, focus: Vec3): void
  /** Puts the sky round the viewer, within `far`. */
  follow(viewer: Vec3, far: number): void
  dispose(): void
}

/** Builds the scene. The caller adds a camera. */
export const createWorldScene = (
  engine: AbstractEngine,
  scenario: ConcreteScenario,
  shapes: WorldShapes,
  { shadowMap = 2048, onMaterial = () => undefined }: WorldSceneOptions = {},
): WorldScene => {
  const scene = new Scene(engine)
  scene.useRightHandedSystem = true
  scene.skipPointerMovePicking = true
  scene.autoClear = true
  // Materials ask for this table even if they are told to do without it.
  scene.environmentBRDFTexture = RawTexture.CreateRGBATexture(new Uint8Array(4), 1, 1, scene, false)
  const root = new TransformNode('world', scene)
  root.rotationQuaternion = rootRotation()

  const materials = createMaterials(scene, onMaterial)
  const environment = createEnvironment(engine, scene, root, scenario.weather, 0.5)
  onMaterial(environment.dome.material as PBRMaterial)
  setId(environment.dome, packId(0, 'sky'))

  const casters: ActorNodes['meshes'][number][] = []
  for (const piece of shapes.scenery.pieces) {
    const mesh = buildMesh(piece.name, piece.mesh, scene)
    mesh.parent = root
    mesh.material = materials.of(piece.material, piece.color)
    mesh.receiveShadows = true
    setId(mesh, packId(0, piece.semantic))
    if (piece.placements !== null) mesh.thinInstanceSetBuffer('matrix', placementMatrices(piece.placements), 16, true)
    casters.push(mesh)
  }
  const actors = shapes.actors.map((shape, i) => {
    const actor = buildActor(scenario.actors[i].id, i + 1, shape, materials, scene, root)
    casters.push(...actor.meshes)
    for (const mesh of actor.meshes) mesh.receiveShadows = true
    return actor
  })

  let generator: ShadowGenerator | null = null
  if (shadowMap > 0) {
    generator = new ShadowGenerator(shadowMap, environment.sun)
    generator.usePercentageCloserFiltering = true
    generator.bias = 0.002
    generator.normalBias = 0.02
    for (const mesh of casters) generator.addShadowCaster(mesh, false)
  }

  return {
    scene,
    root,
    update: (state, focus) => {
      for (const [i, actor] of actors.entries()) actor.update(state.actors[i], state.time)
      followShadow(environment.sun, focus, shadowMap)
    },
    follow: (viewer, far) => {
      environment.dome.position.set(...viewer)
      environment.dome.scaling.setAll(far * 0.98)
    },
    dispose: () => {
      generator?.dispose()
      scene.dispose()
    },
  }
}
