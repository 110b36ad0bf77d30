/** The world as a Babylon scene, the same in Node and in the dashboard's page. */
import type { Camera } from '@babylonjs/core/Cameras/camera.js'
import type { AbstractEngine } from '@babylonjs/core/Engines/abstractEngine.js'
import type { PBRMaterial } from '@babylonjs/core/Materials/PBR/pbrMaterial.js'
import { Vector3 } from '@babylonjs/core/Maths/math.vector.js'
import type { Mesh } from '@babylonjs/core/Meshes/mesh.js'
import type { SubMesh } from '@babylonjs/core/Meshes/subMesh.js'
import { TransformNode } from '@babylonjs/core/Meshes/transformNode.js'
import { Scene } from '@babylonjs/core/scene.js'
import { add, norm, scale, sub, ZERO, type Vec3 } from '../math/index.ts'
import type { Road } from '../road/index.ts'
import type { ConcreteScenario, Quality, SurfaceKind, SurfacePatch, Weather } from '../scenario/index.ts'
import {
  buildScenery,
  deepestCover,
  shownSurface,
  worldShapes,
  type Piece,
  type Shape,
  type WorldShapes,
} from '../shape/index.ts'
import { packId, shownWeather, surroundingsOf, type Surroundings, type WorldState } from '../world/index.ts'
import { buildActor } from './actors.ts'
import { createBrdfTable } from './brdf-table.ts'
import { looksWet, steppedWeather, Versions } from './changing.ts'
import { buildContactShadow, contactMaterial } from './contact.ts'
import { createEnvironment } from './environment.ts'
import { fromBabylon, rootRotation } from './frame.ts'
import { createHeadlamps } from './headlamps.ts'
import { setId } from './ids.ts'
import { createMaterials, type Materials } from './materials.ts'
import { buildMesh } from './meshes.ts'
import { place, sidesOf } from './placed.ts'
import type { Rgb } from './sky.ts'
import { QUALITY } from './quality.ts'
import { createShadows, followShadow } from './shadow.ts'
import { createPrecipitation, type Precipitation, type Viewpoint } from './precipitation.ts'
import type { Sprites } from './sprites.ts'
import { createWakes } from './wakes.ts'

/** Share of daylight that each surface throws back. */
const ALBEDO: Readonly<Record<SurfaceKind, number>> = {
  'dry-asphalt': 0.12,
  'wet-asphalt': 0.07,
  'standing-water': 0.07,
  'packed-snow': 0.75,
  'loose-snow': 0.85,
  slush: 0.45,
  ice: 0.25,
  'black-ice': 0.1,
  gravel: 0.25,
  grass: 0.16,
}

/** Of road and verge together: mostly verge. */
const groundAlbedo = ({ road }: ConcreteScenario): number =>
  0.3 * ALBEDO[road.surface] + 0.7 * ALBEDO[road.verge]

/**
 * Order of drawing: everything solid and the sky; what lets light through; in Node the same once more for the
 * labels alone; the snow in the air.
 */
export const LAYERS = { solid: 0, seeThrough: 1, seeThroughLabels: 2, air: 3 } as const

export interface WorldSceneOptions {
  /** Left out: worldShapes(). */
  readonly shapes?: WorldShapes
  /** How much is drawn; left out: standard. */
  readonly quality?: Quality
  /** Side of the shadow map, texels, instead of the quality's; 0: no shadows. */
  readonly shadowMap?: number
  /** Called for every material before its first use. */
  readonly onMaterial?: (material: PBRMaterial) => void
}

export interface WorldScene {
  readonly scene: Scene
  /** Everything in the world's frame hangs below this node. */
  readonly root: TransformNode
  readonly shapes: WorldShapes
  /** What is drawn after everything solid, yet hides what lies behind it from the labels. */
  readonly glass: readonly Mesh[]
  /**
   * Places everything as `state` has it. Sky, shadows, snow and levels of detail follow the active camera by themselves.
   * @param whole draws everything in full, however small it is on the picture; left out: no
   */
  update(state: WorldState, whole?: boolean): void
  /** Each actor's shape as it was last drawn. */
  shown(): readonly Shape[]
  dispose(): void
}

/** At this many times the visibility 0.05 ^ 2.5 of the contrast is left: less than a grey level. */
const HIDDEN_BY_AIR = 2.5
/** How far before the camera the middle of the shadowed region lies, m. */
const SHADOW_AHEAD = 32
/** Share of the light that a flake, a drop or a puff sends on. */
const FLAKE_ALBEDO = 0.8
/** A camera this near to an actor's origin rides on it, m: its speed makes streaks of the snow. */
const RIDING = 6

/**
 * Builds the scene. The caller adds a camera, makes it the active one, calls update() with each state and
 * renders.
 */
export const createWorldScene = (
  engine: AbstractEngine,
  scenario: ConcreteScenario,
  road: Road,
  {
    shapes = worldShapes(scenario, road),
    quality = 'standard',
    shadowMap = QUALITY[quality].shadowMap,
    onMaterial = () => undefined,
  }: WorldSceneOptions = {},
): WorldScene => {
  const scene = new Scene(engine)
  scene.useRightHandedSystem = true
  scene.skipPointerMovePicking = true
  for (const layer of Object.values(LAYERS)) scene.setRenderingAutoClearDepthStencil(layer, false)
  // Before the first material, which would make one from a picture.
  scene.environmentBRDFTexture = createBrdfTable(scene)
  const root = new TransformNode('world', scene)
  root.rotationQuaternion = rootRotation()

  const headlamps = createHeadlamps(shapes.actors, shapes.scenery.lamps)
  const materials = createMaterials(scene, scenario.looks?.land ?? scenario.seed, (material, kind, film) => {
    headlamps.light(material, kind, film)
    onMaterial(material)
  })
  const environment = createEnvironment(
    scene,
    root,
    shownWeather(scenario, scenario.weather),
    groundAlbedo(scenario),
  )
  onMaterial(environment.dome.material as PBRMaterial)
  setId(environment.dome, packId(0, 'sky'))

  const pieces = shapes.scenery.pieces.map((piece) => buildPiece(piece, materials, scene, root))
  const isPavement = ({ name }: Piece): boolean => name.startsWith('pavement ')
  const signals = shapes.scenery.pieces.flatMap(({ lit, color }, i) =>
    lit === undefined ? [] : [{ lit, color, mesh: pieces[i] }],
  )
  const nightly = shapes.scenery.pieces.flatMap(({ dark, material, color }, i) =>
    dark === undefined ? [] : [{ dark, material, color, mesh: pieces[i] }],
  )
  const glowInTheDark = (isDark: boolean): void => {
    for (const { dark, material, color, mesh } of nightly)
      mesh.material = isDark ? materials.glowing(material, color, dark) : materials.of(material, color)
  }
  glowInTheDark(environment.lampGain()[1] > 0)
  const placed = shapes.scenery.pieces.flatMap(({ placements }, i) =>
    placements === null ? [] : [place(pieces[i], placements)],
  )
  const actors = shapes.actors.map((shape, i) =>
    buildActor(scenario.actors[i].id, i + 1, shape, materials, scene, root),
  )
  const solid = [...pieces, ...actors.flatMap((a) => a.solid)]
  const glass = actors.flatMap((a) => a.glass)
  for (const mesh of glass) mesh.renderingGroupId = LAYERS.seeThrough
  for (const mesh of solid) mesh.receiveShadows = true

  const contact = contactMaterial(scene, environment.contactStrength)
  onMaterial(contact)
  const snow = deepestCover(scenario)
  const contacts = shapes.actors.map((shape, i) => {
    const shadow = buildContactShadow(scenario.actors[i].id, shape, contact, road, snow, scene, root)
    shadow.mesh.renderingGroupId = LAYERS.seeThrough
    return shadow
  })

  const inTheAir = ({ mesh }: Sprites): void => {
    onMaterial(mesh.material as PBRMaterial)
    mesh.renderingGroupId = LAYERS.air
  }
  const { air, shadowExtent, unseen } = QUALITY[quality]
  const window = { shadowMap, shadowExtent }
  const wakes = createWakes(scenario, air, scene, root)
  inTheAir(wakes.sprites)
  const buildPrecipitation = (weather: Weather): Precipitation[] => {
    const made = createPrecipitation(weather, air, scenario.seed, scene, root)
    for (const { sprites } of made) inTheAir(sprites)
    return made
  }
  let falling = buildPrecipitation(scenario.weather)
  const precipitations = new Versions(
    scenario,
    falling,
    ({ weather }) => buildPrecipitation(weather),
    (version, shown) => {
      for (const { sprites } of version) sprites.mesh.setEnabled(shown)
    },
  )
  const pavements = new Versions(
    scenario,
    pieces.filter((_, i) => isPavement(shapes.scenery.pieces[i])),
    ({ surface, wet }) => {
      const { pieces: made } = buildScenery(
        {
          ...scenario,
          surface,
          road: wet ? { ...scenario.road, surface: 'wet-asphalt' } : scenario.road,
        },
        road.resurfaced(surface),
      )
      const meshes = made.filter(isPavement).map((piece) => buildPiece(piece, materials, scene, root))
      for (const mesh of meshes) mesh.receiveShadows = true
      return meshes
    },
    (version, shown) => {
      for (const mesh of version) mesh.setEnabled(shown)
    },
  )
  const surround = ({ weather, surface, film }: Surroundings): void => {
    const light = shownWeather(scenario, steppedWeather(scenario.weather, weather))
    environment.turn(light, weather.visibility)
    glowInTheDark(environment.lampGain()[1] > 0)
    hidden = HIDDEN_BY_AIR * weather.visibility
    const { snowfall, rainfall } = light
    falling = precipitations.choose({
      weather: { ...scenario.weather, snowfall, rainfall },
      surface: scenario.surface,
    })
    pavements.choose({
      weather: scenario.weather,
      surface: shownSurface(scenario.surface, surface),
      wet: scenario.road.surface === 'dry-asphalt' && looksWet(film),
    })
  }

  /** The road as the story has made it: kept while it stays so. */
  let ground = { surface: scenario.surface, film: 0, road }
  const groundOf = (surface: readonly SurfacePatch[], film: number): Road => {
    if (ground.surface !== surface || ground.film !== film)
      ground = { surface, film, road: road.resurfaced(surface, film) }
    return ground.road
  }
  /** Light of what floats in the air: that of the sky, and of lamps by night. */
  const lightAt = (place: Vec3): Rgb => {
    const [r, g, b] = environment.flakeColor()
    const lux = headlamps.luxAt(place)
    if (lux === 0) return [r, g, b]
    const [lr, lg, lb] = environment.lampGain()
    const k = (FLAKE_ALBEDO * lux) / Math.PI
    return [r + k * lr, g + k * lg, b + k * lb]
  }

  const casters = [...pieces, ...actors.flatMap((a) => a.casters)]
  const generator = shadowMap > 0 ? createShadows(environment.sun, window, casters, placed) : null
  drawNearFirst(scene, environment.dome)

  let hidden = HIDDEN_BY_AIR * scenario.weather.visibility
  let current: WorldState | null = null
  let isWhole = false
  let shown: readonly Shape[] = shapes.actors
  scene.onBeforeCameraRenderObservable.add((camera) => {
    const { x, y, z } = camera.globalPosition
    const viewer = fromBabylon(x, y, z)
    const ahead = camera.getDirection(Vector3.Forward(true))
    const forward = fromBabylon(ahead.x, ahead.y, ahead.z)
    environment.dome.position.set(...viewer)
    environment.dome.scaling.setAll(camera.maxZ * 0.98)
    const focus = add(viewer, scale(forward, SHADOW_AHEAD))
    followShadow(environment.sun, focus, window)
    const pixel = isWhole ? 0 : pixelOf(camera)
    shown = actors.map((actor) => actor.showFor(viewer, pixel, unseen))
    const sides = sidesOf(scene.frustumPlanes)
    for (const copies of placed) copies.choose(sides, viewer, hidden, focus, shadowExtent)
    if (current !== null)
      headlamps.update(current, viewer, forward, environment.flakeColor(), environment.lampGain())
    const carrier = current?.actors.find((a) => a.present && norm(sub(a.position, viewer)) < RIDING)
    const seen: Viewpoint = {
      ...{ position: viewer, forward, velocity: carrier?.velocity ?? ZERO, time: current?.time ?? 0 },
      pixel: pixelOf(camera),
    }
    for (const one of falling) one.update(seen, lightAt)
    if (current !== null) {
      const { weather, surface, film } = surroundingsOf(scenario, current)
      wakes.update(current, weather, groundOf(surface, film), viewer, lightAt)
    }
  })

  return {
    scene,
    root,
    shapes,
    glass,
    shown: () => shown,
    update: (state, whole = false) => {
      current = state
      isWhole = whole
      if (state.surroundings !== undefined) surround(state.surroundings)
      for (const { lit, color, mesh } of signals)
        mesh.material = materials.lamp(lit.shows, color, isShown(lit, state))
      for (const [i, actor] of actors.entries()) actor.update(state.actors[i], state.time)
      for (const [i, shadow] of contacts.entries()) shadow.update(state.actors[i])
    },
    dispose: () => {
      generator?.dispose()
      scene.dispose()
    },
  }
}

/** What a pixel of a camera's picture covers at 1 m, m. */
const pixelOf = (camera: Camera): number => {
  const height = camera.outputRenderTarget?.getRenderHeight() ?? camera.getEngine().getRenderHeight()
  return 2 / (Math.abs(camera.getProjectionMatrix().m[5]) * height)
}

/** Whether a lamp of a traffic light is lit. */
const isShown = ({ signal, shows }: NonNullable<Piece['lit']>, { lights = [], time }: WorldState): boolean =>
  lights.some(
    (light) =>
      light.signal === signal &&
      (light.shows === shows ||
        (light.shows === 'flashing' && shows === 'amber' && time % FLASH < FLASH / 2)),
  )

/** A warning light goes on once in this time, s (40 to 60 flashes a minute: EN 12675). */
const FLASH = 1

const buildPiece = (piece: Piece, materials: Materials, scene: Scene, root: TransformNode): Mesh => {
  const mesh = buildMesh(piece.name, piece.mesh, scene)
  mesh.parent = root
  mesh.material = materials.of(piece.material, piece.color, piece.film)
  setId(mesh, packId(0, piece.semantic))
  return mesh
}

/** Near things first, so that what they hide is not shaded; the sky, which hides nothing, last. */
const drawNearFirst = (scene: Scene, dome: Mesh): void => {
  const order = (part: SubMesh): number => (part.getMesh() === dome ? Infinity : part._distanceToCamera)
  scene.setRenderingOrder(LAYERS.solid, (a, b) => order(a) - order(b))
}
