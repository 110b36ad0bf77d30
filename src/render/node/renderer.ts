/** The renderer of camera frames in Node: draws a state, gives back pixels and their truth. */
import { TargetCamera } from '@babylonjs/core/Cameras/targetCamera.js'
import { WebGPUCacheBindGroups } from '@babylonjs/core/Engines/WebGPU/webgpuCacheBindGroups.js'
import { Material } from '@babylonjs/core/Materials/material.js'
import { PBRMaterial } from '@babylonjs/core/Materials/PBR/pbrMaterial.js'
import { Vector3 } from '@babylonjs/core/Maths/math.vector.js'
import { type CameraView, type Pinhole } from '../../math/index.ts'
import type { ConcreteScenario, Quality } from '../../scenario/index.ts'
import { buildRoad } from '../../road/index.ts'
import type { WorldState } from '../../world/index.ts'
import { cameraRotation, projectionMatrix, toBabylon } from '../frame.ts'
import type { Layer, Raster, Renderer } from '../renderer.ts'
import { idOf, setId } from '../ids.ts'
import type { WorldShapes } from '../../shape/index.ts'
import { createWorldScene, LAYERS, type WorldScene } from '../scene.ts'
import { nodeEngine } from './engine.ts'
import { LabelPlugin } from './label-plugin.ts'
import { Silhouettes } from '../silhouette.ts'
import { LensPictures } from '../warp-picture.ts'
import { FrameTarget, type Attachment } from './target.ts'

/** What drawing a frame consists of, in this order. */
export type Stage = 'draw' | 'read' | 'measure' | 'done'

export interface NodeRendererOptions {
  /** Left out: made from the scenario by src/shape. */
  readonly shapes?: WorldShapes
  /** Left out: standard. */
  readonly quality?: Quality
  /** Side of the shadow map, texels, instead of the quality's; 0: no shadows. */
  readonly shadowMap?: number
  /** False: the colour alone; depth, ids and `alone` come back empty. */
  readonly labels?: boolean
  /** True: nothing is lit, which is all that a pass for labels alone needs. */
  readonly unlit?: boolean
  /** True: every shape in full, however small it is on the picture. */
  readonly whole?: boolean
  /** Called as each stage begins, once the one before it is really over: for whoever measures time. */
  readonly onStage?: (stage: Stage) => void
}

/** Vulkan's subPixelPrecisionBits, which WebGPU does not tell: 4 in SwiftShader, 8 nearly everywhere else. */
const subpixelsOf = (driver: string): number => (/swiftshader/i.test(driver) ? 2 ** 4 : 2 ** 8)

/** What a picture size needs. */
interface Size {
  readonly target: FrameTarget
  readonly silhouettes: Silhouettes
}

/** Draws every pane a second time for the labels alone, after the blended one: a pane hides what lies behind it. */
const labelGlass = ({ scene, glass }: WorldScene): void => {
  const material = new PBRMaterial('glass labels', scene)
  material.unlit = true
  material.sideOrientation = Material.CounterClockWiseSideOrientation
  new LabelPlugin(material, false)
  for (const pane of glass) {
    const twin = pane.clone(`${pane.name}.labels`, pane.parent)
    twin.material = material
    twin.renderingGroupId = LAYERS.seeThroughLabels
    setId(twin, idOf(pane))
  }
}

/**
 * Which of colour and labels each layer writes: nothing blended may touch a label.
 * @param count of the target's attachments, asked for when drawing
 */
const chooseAttachments = ({ scene }: WorldScene, count: () => number): void => {
  const engine = scene.getEngine()
  const writes = new Map<number, { readonly color: boolean; readonly labels: boolean }>([
    [LAYERS.solid, { color: true, labels: true }],
    [LAYERS.seeThrough, { color: true, labels: false }],
    [LAYERS.seeThroughLabels, { color: false, labels: true }],
    [LAYERS.air, { color: true, labels: false }],
  ])
  scene.onBeforeRenderingGroupObservable.add(({ renderingGroupId, renderingManager }) => {
    // The shadow map has a manager of its own, and one attachment.
    if (renderingManager !== scene.renderingManager) return
    const { color = false, labels = false } = writes.get(renderingGroupId) ?? {}
    engine.bindAttachments(
      engine.buildTextureLayout(Array.from({ length: count() }, (_, i) => (i === 0 ? color : labels))),
    )
  })
}

/**
 * Builds the scenario's world on the driver that this process's environment names (see renderEnvironment).
 * Rejects when there is none, or when the driver cannot draw.
 */
export const createNodeRenderer = async (
  scenario: ConcreteScenario,
  { labels = true, unlit = false, whole = false, onStage, ...options }: NodeRendererOptions = {},
): Promise<Renderer> => {
  const { engine, device, driver, refused } = await nodeEngine()
  const world = createWorldScene(engine, scenario, buildRoad(scenario.road, scenario.surface), {
    ...options,
    onMaterial: (material) => {
      if (unlit) material.unlit = true
      if (labels) new LabelPlugin(material, material.name === 'sky')
    },
  })
  const { scene, shapes } = world
  if (labels) {
    labelGlass(world)
    chooseAttachments(world, () => attachments)
  }
  let attachments: 1 | 3 | 4 = 1
  // One set a picture size and kind: a rig has few.
  const sizes = new Map<string, Size>()
  const sizeOf = ({ width, height }: Pinhole): Size => {
    const key = `${width}x${height}x${attachments}`
    const size = sizes.get(key) ?? {
      target: new FrameTarget(width, height, attachments, scene, device),
      silhouettes: new Silhouettes(width, height, subpixelsOf(driver)),
    }
    sizes.set(key, size)
    return size
  }
  const camera = new TargetCamera('camera', Vector3.Zero(), scene)
  camera.updateUpVectorFromRotation = true
  scene.activeCamera = camera

  const enter = async (stage: Stage): Promise<void> => {
    if (onStage === undefined) return
    await device.queue.onSubmittedWorkDone()
    onStage(stage)
  }

  const draw = async (
    view: CameraView,
    state: WorldState,
    layers: readonly Layer[],
    inFull = whole,
  ): Promise<Raster> => {
    const { width, height } = view.pinhole
    if (labels) attachments = layers.includes('normals') ? 4 : 3
    const { target, silhouettes } = sizeOf(view.pinhole)
    await enter('draw')
    camera.outputRenderTarget = target.target
    camera.position = toBabylon(view.pose.position)
    camera.rotationQuaternion = cameraRotation(view.pose.orientation)
    camera.minZ = view.near
    camera.maxZ = view.far
    camera.freezeProjectionMatrix(projectionMatrix(view, engine.useReverseDepthBuffer))
    world.update(state, inFull)
    await scene.whenReadyAsync()
    engine.beginFrame()
    scene.render()
    engine.endFrame()
    target.finish()
    await enter('read')
    const wanted: Attachment[] = ['color', 'id']
    if (layers.includes('depth')) wanted.push('depth')
    if (layers.includes('normals')) wanted.push('normal')
    const read = await target.read(wanted)
    // What the device refuses is simply not drawn: a black picture with labels must not pass for a night.
    const refusal = refused()
    if (refusal !== null) throw new Error(`${driver} refused to draw: ${refusal}`)
    await enter('measure')
    const bytesOf = (name: Attachment): ArrayBuffer => read.get(name) ?? new ArrayBuffer(0)
    const ids = new Uint32Array(bytesOf('id'))
    const normal = read.get('normal')
    const alone = labels ? silhouettes.measure(view, world.shown(), state.actors, ids) : []
    await enter('done')
    return {
      ...{ width, height, ids, alone },
      rgba: new Uint8Array(bytesOf('color')),
      depth: new Float32Array(bytesOf('depth')),
      ...(normal === undefined ? {} : { normals: new Int16Array(normal) }),
    }
  }

  const lenses = new LensPictures(shapes.actors, subpixelsOf(driver))
  let last: Promise<unknown> = Promise.resolve()
  return {
    driver,
    draw: (view, state, layers = ['depth', 'normals']) => {
      // All plates of a lens show the same shapes, whatever the size of their pixels.
      const plate = (seen: CameraView): Promise<Raster> => draw(seen, state, layers, true)
      const next = last.then(() =>
        view.pinhole.lens === undefined ? draw(view, state, layers) : lenses.draw(view, state, plate),
      )
      last = next.catch(() => undefined)
      return next
    },
    dispose: () => {
      for (const { target } of sizes.values()) target.dispose()
      world.dispose()
      // Babylon keeps every bind group ever made, and with it the textures and buffers of a world that is gone.
      WebGPUCacheBindGroups.ResetCache()
    },
  }
}
