/**
 * Daylight made visible in a Babylon scene: the dome one sees, the cube that surfaces reflect, the sun with
 * its shadows, fog, and the exposure of a camera that has settled on this light.
 */
import { Constants } from '@babylonjs/core/Engines/constants.js'
import { DirectionalLight } from '@babylonjs/core/Lights/directionalLight.js'
import { PBRMaterial } from '@babylonjs/core/Materials/PBR/pbrMaterial.js'
import { RawCubeTexture } from '@babylonjs/core/Materials/Textures/rawCubeTexture.js'
import { RawTexture } from '@babylonjs/core/Materials/Textures/rawTexture.js'
import { Texture } from '@babylonjs/core/Materials/Textures/texture.js'
import { ImageProcessingConfiguration } from '@babylonjs/core/Materials/imageProcessingConfiguration.js'
import { Color3 } from '@babylonjs/core/Maths/math.color.js'
import { Mesh } from '@babylonjs/core/Meshes/mesh.js'
import { VertexData } from '@babylonjs/core/Meshes/mesh.vertexData.js'
import type { TransformNode } from '@babylonjs/core/Meshes/transformNode.js'
import { CubeMapToSphericalPolynomialTools } from '@babylonjs/core/Misc/HighDynamicRange/cubemapToSphericalPolynomial.js'
import { ToHalfFloat } from '@babylonjs/core/Misc/textureTools.js'
import { Scene } from '@babylonjs/core/scene.js'
import { normalize, type Vec3 } from '../math/index.ts'
import type { Weather } from '../scenario/index.ts'
import { fromBabylon, toBabylon } from './frame.ts'
import { daylight, type Daylight, type Rgb } from './sky.ts'

/** Mean grey that the exposure aims at, before tone mapping. */
const MIDDLE_GREY = 0.52
/** How much brighter the whole is meant to be over white ground. */
const SNOW_BOOST = 0.5
/** Light of the headlamps on the ground that a meter sees at night, klux: where they are all there is, it exposes for them. */
const LAMPLIGHT = 0.018
/** Ground that throws back more than this is metered as if it did not, by night. */
const NIGHT_ALBEDO = 0.4
/** From less light than this on, klux, headlamps are seen on what they shine at. */
const DUSK = 0.4
/** Halogen and white LED together (about 4500 K), in linear sRGB of one lux. */
const LAMP_COLOR: Rgb = [1.14, 0.98, 0.82]
/** Share of the light's tint that the camera's white balance takes out. */
const WHITE_BALANCE = 0.55
const CUBE_SIZE = 64
const DOME_COLUMNS = 768
const DOME_ROWS = 192
/** Share of the dome's rows that lie below the horizon. */
const BELOW = 0.06

export interface Environment {
  readonly sun: DirectionalLight
  readonly dome: Mesh
  /** How dark the sky leaves the ground under a vehicle, 0..1: less where the sun does most of the lighting. */
  readonly contactStrength: number
  /** A snowflake in this light, before tone mapping. */
  flakeColor(): Rgb
  /** Light of one lux of headlamps on the picture's own scale, by channel; zero by day, when it is not seen. */
  lampGain(): Rgb
  /**
   * Shows another weather: its light (kept once made), and the fog of this visibility (m).
   * @param light a weather by its steps, visibility the exact one
   */
  turn(light: Weather, visibility: number): void
}

/** Row of the dome's picture (0 bottom ... 1 top) -> elevation, rad; dense near the horizon, where one looks. */
const elevationAt = (v: number): number => {
  if (v < BELOW) return ((v - BELOW) / BELOW) * (Math.PI / 2)
  return ((v - BELOW) / (1 - BELOW)) ** 1.6 * (Math.PI / 2)
}

const directionAt = (u: number, v: number): Vec3 => {
  const azimuth = u * 2 * Math.PI
  const elevation = elevationAt(v)
  return [
    Math.cos(azimuth) * Math.cos(elevation),
    Math.sin(azimuth) * Math.cos(elevation),
    Math.sin(elevation),
  ]
}

/** Illuminance on level ground by sun and sky together. */
const illuminance = ({ sky, sun, sunDirection }: Daylight): Rgb => {
  const [rows, columns] = [16, 32]
  const sum = [0, 0, 0]
  for (let i = 0; i < rows; i++) {
    // Equal steps of sin^2(elevation) carry equal weight of cos(theta) d(omega).
    const z = Math.sqrt((i + 0.5) / rows)
    const flat = Math.sqrt(1 - z * z)
    for (let j = 0; j < columns; j++) {
      const a = ((j + 0.5) / columns) * 2 * Math.PI
      const radiance = sky([flat * Math.cos(a), flat * Math.sin(a), z])
      for (let c = 0; c < 3; c++) sum[c] += radiance[c]
    }
  }
  const total = (c: number): number =>
    (Math.PI * sum[c]) / (rows * columns) + sun[c] * Math.max(0, sunDirection[2])
  return [total(0), total(1), total(2)]
}

const mean = ([r, g, b]: readonly number[]): number => (r + g + b) / 3

/**
 * What a camera makes of each channel once it has settled on this light: exposure (the meter sees half
 * ground, half low sky) and white balance.
 */
const cameraGain = (light: Daylight, groundAlbedo: number): Rgb => {
  const lamps = mean(illuminance(light)) < DUSK ? LAMPLIGHT : 0
  const onGround = illuminance(light).map((e, c) => e + lamps * LAMP_COLOR[c])
  // By night exposure ends at the camera's longest: snow in the beam comes out brighter than a road does.
  const seen = lamps > 0 ? Math.min(groundAlbedo, NIGHT_ALBEDO) : groundAlbedo
  const metered = ((seen * mean(onGround)) / Math.PI + mean(light.haze)) / 2
  // Snow is meant to look white: meters are set brighter over it.
  const target = MIDDLE_GREY * (1 + SNOW_BOOST * groundAlbedo)
  const gain = (c: number): number => (target / metered) * (mean(onGround) / onGround[c]) ** WHITE_BALANCE
  return [gain(0), gain(1), gain(2)]
}

/** Directions of a cube face's texels in Babylon's frame (WebGPU's and OpenGL's order: +x -x +y -y +z -z). */
const FACES: readonly ((s: number, t: number) => readonly [number, number, number])[] = [
  (s, t) => [1, -t, -s],
  (s, t) => [-1, -t, s],
  (s, t) => [s, 1, t],
  (s, t) => [s, -1, -t],
  (s, t) => [s, -t, 1],
  (s, t) => [-s, -t, -1],
]

const reflectionCube = (scene: Scene, radiance: (d: Vec3) => Rgb): RawCubeTexture => {
  const faces = FACES.map((face) => {
    const texels = new Float32Array(CUBE_SIZE * CUBE_SIZE * 4)
    for (let y = 0; y < CUBE_SIZE; y++) {
      for (let x = 0; x < CUBE_SIZE; x++) {
        const d = fromBabylon(...face(((x + 0.5) / CUBE_SIZE) * 2 - 1, ((y + 0.5) / CUBE_SIZE) * 2 - 1))
        texels.set([...radiance(normalize(d)), 1], (y * CUBE_SIZE + x) * 4)
      }
    }
    return texels
  })
  const cube = new RawCubeTexture(
    scene,
    faces.map((face) => Uint16Array.from(face, ToHalfFloat)),
    CUBE_SIZE,
    Constants.TEXTUREFORMAT_RGBA,
    Constants.TEXTURETYPE_HALF_FLOAT,
    true,
    false,
    Texture.TRILINEAR_SAMPLINGMODE,
  )
  cube.gammaSpace = false
  // Directions go in as they are: without this Babylon mirrors z in a right-handed scene.
  cube.invertZ = true
  const [right, left, up, down, front, back] = faces
  cube.sphericalPolynomial = CubeMapToSphericalPolynomialTools.ConvertCubeMapToSphericalPolynomial({
    size: CUBE_SIZE,
    right,
    left,
    up,
    down,
    front,
    back,
    format: Constants.TEXTUREFORMAT_RGBA,
    type: Constants.TEXTURETYPE_FLOAT,
    gammaSpace: false,
  })
  return cube
}

const domePicture = (scene: Scene, radiance: (d: Vec3) => Rgb): RawTexture => {
  const texels = new Uint16Array(DOME_COLUMNS * DOME_ROWS * 4)
  const one = ToHalfFloat(1)
  for (let y = 0; y < DOME_ROWS; y++) {
    for (let x = 0; x < DOME_COLUMNS; x++) {
      const color = radiance(directionAt((x + 0.5) / DOME_COLUMNS, (y + 0.5) / DOME_ROWS))
      const at = (y * DOME_COLUMNS + x) * 4
      for (let c = 0; c < 3; c++) texels[at + c] = ToHalfFloat(color[c])
      texels[at + 3] = one
    }
  }
  const picture = new RawTexture(
    texels,
    DOME_COLUMNS,
    DOME_ROWS,
    Constants.TEXTUREFORMAT_RGBA,
    scene,
    false,
    false,
    Texture.BILINEAR_SAMPLINGMODE,
    Constants.TEXTURETYPE_HALF_FLOAT,
  )
  picture.gammaSpace = false
  picture.wrapU = Texture.WRAP_ADDRESSMODE
  picture.wrapV = Texture.CLAMP_ADDRESSMODE
  picture.anisotropicFilteringLevel = 1
  return picture
}

/** A unit sphere seen from inside, in the world frame. */
const buildDome = (scene: Scene, root: TransformNode, picture: RawTexture): Mesh => {
  const [columns, rows] = [64, 40]
  const positions: number[] = []
  const uvs: number[] = []
  const indices: number[] = []
  for (let j = 0; j <= rows; j++) {
    for (let i = 0; i <= columns; i++) {
      const [u, v] = [i / columns, j / rows]
      positions.push(...directionAt(u, v))
      uvs.push(u, v)
      if (i === columns || j === rows) continue
      const a = j * (columns + 1) + i
      const b = a + columns + 1
      indices.push(a, b, a + 1, a + 1, b, b + 1)
    }
  }
  const data = new VertexData()
  data.positions = positions
  data.uvs = uvs
  data.indices = indices
  const dome = new Mesh('sky', scene)
  data.applyToMesh(dome)
  const material = new PBRMaterial('sky', scene)
  material.unlit = true
  material.albedoColor = Color3.White()
  material.albedoTexture = picture
  material.backFaceCulling = false
  material.disableDepthWrite = true
  dome.material = material
  dome.applyFog = false
  dome.isPickable = false
  dome.alwaysSelectAsActiveMesh = true
  dome.parent = root
  return dome
}

/** The light of one weather, ready to be shown. */
interface Look {
  readonly reflections: RawCubeTexture
  readonly picture: RawTexture
  readonly sun: Color3
  readonly direction: Vec3
  readonly haze: Color3
  readonly contactStrength: number
  readonly flakeColor: Rgb
  readonly lampGain: Rgb
}

const lookOf = (scene: Scene, weather: Weather, groundAlbedo: number): Look => {
  const light = daylight(weather, groundAlbedo)
  // Exposure is folded into every light, so that numbers stay near 1 in every weather.
  const gain = cameraGain(light, groundAlbedo)
  const exposed = ([r, g, b]: Rgb): Rgb => [r * gain[0], g * gain[1], b * gain[2]]
  // The sun's own disc is the light below; in the sky around it half floats must not overflow.
  const radiance = (d: Vec3): Rgb => exposed(light.sky(d)).map((c) => Math.min(c, 24)) as unknown as Rgb
  const total = mean(illuminance(light))
  const direct = mean(light.sun) * Math.max(0, light.sunDirection[2])
  // Bright all round: most of what it sends on is light that came from behind it.
  const flake = exposed(illuminance(light)).map((e) => (1.15 * e) / Math.PI) as unknown as Rgb
  return {
    reflections: reflectionCube(scene, radiance),
    picture: domePicture(scene, radiance),
    sun: new Color3(...exposed(light.sun)),
    direction: light.sunDirection,
    haze: new Color3(...exposed(light.haze)).toGammaSpace(scene.getEngine().useExactSrgbConversions),
    contactStrength: 1 - direct / total,
    flakeColor: flake,
    lampGain: total < DUSK ? exposed(LAMP_COLOR.map((c) => c / 1000) as unknown as Rgb) : [0, 0, 0],
  }
}

/** Fog of a meteorological optical range (m). */
const fogOf = (visibility: number): number =>
  // Babylon's PBR shader raises the fog factor to the power of 2.2 ("toLinearSpace") before it mixes.
  Math.log(20) / visibility / 2.2

/**
 * Sets up sky, sun, fog and exposure.
 * @param groundAlbedo mean reflectance of the ground, 0..1.
 */
export const createEnvironment = (
  scene: Scene,
  root: TransformNode,
  weather: Weather,
  groundAlbedo: number,
): Environment => {
  const look = lookOf(scene, weather, groundAlbedo)
  const keyOf = ({ visibility, cloudCover, sun: { elevation, azimuth } }: Weather): string =>
    [visibility, cloudCover, elevation, azimuth].join()
  const looks = new Map([[keyOf(weather), look]])
  scene.environmentTexture = look.reflections
  const dome = buildDome(scene, root, look.picture)

  const sun = new DirectionalLight('sun', toBabylon(look.direction).scaleInPlace(-1), scene)
  sun.diffuse = look.sun
  sun.specular = sun.diffuse
  sun.intensity = 1

  scene.fogMode = Scene.FOGMODE_EXP
  scene.fogDensity = fogOf(weather.visibility)
  scene.fogColor = look.haze

  const image = scene.imageProcessingConfiguration
  image.toneMappingEnabled = true
  image.toneMappingType = ImageProcessingConfiguration.TONEMAPPING_ACES
  image.exposure = 1
  image.contrast = 1

  let shown = look
  const turn = (light: Weather, visibility: number): void => {
    scene.fogDensity = fogOf(visibility)
    const key = keyOf(light)
    const next = looks.get(key) ?? lookOf(scene, light, groundAlbedo)
    looks.set(key, next)
    if (next === shown) return
    shown = next
    scene.environmentTexture = next.reflections
    ;(dome.material as PBRMaterial).albedoTexture = next.picture
    sun.diffuse = next.sun
    sun.specular = next.sun
    sun.direction = toBabylon(next.direction).scaleInPlace(-1)
    scene.fogColor = next.haze
  }
  const { contactStrength } = look
  return {
    ...{ sun, dome, contactStrength, turn },
    lampGain: () => shown.lampGain,
    flakeColor: () => shown.flakeColor,
  }
}
