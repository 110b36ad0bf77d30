/**
 * Adds the label outputs to a Babylon material, so that colour, depth, ids and normals come out of one geometry
 * pass: attachment 0 the colour, 1 the depth along the optical axis (r32float, m), 2 the id (r32uint), 3 the normal
 * (r32uint, see math/octahedral.ts). A target without the last ones simply does not take them.
 * Node only: the page needs no labels, so there is no GLSL version.
 */
import type { AbstractEngine } from '@babylonjs/core/Engines/abstractEngine.js'
import type { Material } from '@babylonjs/core/Materials/material.js'
import type { MaterialDefines } from '@babylonjs/core/Materials/materialDefines.js'
import { MaterialPluginBase } from '@babylonjs/core/Materials/materialPluginBase.js'
import { ShaderLanguage } from '@babylonjs/core/Materials/shaderLanguage.js'
import type { UniformBuffer } from '@babylonjs/core/Materials/uniformBuffer.js'
import type { SubMesh } from '@babylonjs/core/Meshes/subMesh.js'
import type { Scene } from '@babylonjs/core/scene.js'
import { NO_DIRECTION } from '../../math/index.ts'
import { idOf } from '../ids.ts'

/** Our axes (x forward, y left, z up) of a direction in Babylon's camera (x right, y up, z back), as 2 x 16 bits. */
const ENCODE = /* wgsl */ `
fn labelOfNormal(seen: vec3f) -> u32 {
  let n = vec3f(-seen.z, -seen.x, seen.y);
  var p = n.xy / (abs(n.x) + abs(n.y) + abs(n.z));
  if (n.z < 0.0) { p = (vec2f(1.0) - abs(p.yx)) * select(vec2f(-1.0), vec2f(1.0), p >= vec2f(0.0)); }
  return pack2x16snorm(p);
}
`
/** Two 16-bit halves of the sky's normal: it has none. */
const NO_NORMAL = `${((NO_DIRECTION & 0xffff) * 0x10001) >>> 0}u`

export class LabelPlugin extends MaterialPluginBase {
  readonly #isSky: boolean
  /** Leaves and other sheets, which are seen from behind too: their normal is turned towards the camera. */
  readonly #isSheet: boolean

  /** @param isSky true for the dome: its depth is infinite. */
  constructor(material: Material, isSky: boolean) {
    // What changes the code must be in the defines, or a stale shader is reused.
    super(material, 'Labels', 900, { LABELS: true, LABELS_SKY: false, LABELS_SHEET: false }, false, false)
    this.#isSky = isSky
    this.#isSheet = !material.backFaceCulling
    // Asked for its code while it is being added, so it is added once it is complete.
    this._pluginManager._addPlugin(this)
    this.registerForExtraEvents = true
    this._enable(true)
  }

  override getClassName(): string {
    return 'LabelPlugin'
  }

  override isCompatible(language: ShaderLanguage): boolean {
    return language === ShaderLanguage.WGSL
  }

  override prepareDefines(defines: MaterialDefines): void {
    defines['LABELS'] = true
    defines['LABELS_SKY'] = this.#isSky
    defines['LABELS_SHEET'] = this.#isSheet
  }

  override getUniforms(): { ubo: { name: string; size: number; type: string }[] } {
    return { ubo: [{ name: 'labelId', size: 4, type: 'vec4' }] }
  }

  // The material is shared by many meshes, so the id is bound for each draw.
  override hardBindForSubMesh(
    buffer: UniformBuffer,
    _scene: Scene,
    _engine: AbstractEngine,
    subMesh: SubMesh,
  ): void {
    const id = idOf(subMesh.getMesh())
    // Two halves: a float holds 16 bits exactly. The infinity of the sky cannot be written in WGSL.
    buffer.updateFloat4('labelId', id & 0xffff, id >>> 16, Infinity, 0)
  }

  override getCustomCode(shaderType: string): Record<string, string> | null {
    if (shaderType !== 'fragment') return null
    return {
      CUSTOM_FRAGMENT_DEFINITIONS: ENCODE,
      '!fragmentOutputs\\.color=finalColor;': [
        'fragmentOutputs.fragData0=finalColor;',
        '#ifdef LABELS_SKY',
        'fragmentOutputs.fragData1=vec4f(uniforms.labelId.z,0.0,0.0,1.0);',
        `fragmentOutputs.fragData3=vec4<u32>(${NO_NORMAL},0u,0u,1u);`,
        '#else',
        'fragmentOutputs.fragData1=vec4f(1.0/fragmentInputs.position.w,0.0,0.0,1.0);',
        '#ifdef LABELS_SHEET',
        'geometricNormalW=select(-geometricNormalW,geometricNormalW,dot(geometricNormalW,viewDirectionW)>=0.0);',
        '#endif',
        'fragmentOutputs.fragData3=vec4<u32>(labelOfNormal((scene.view*vec4f(geometricNormalW,0.0)).xyz),0u,0u,1u);',
        '#endif',
        'fragmentOutputs.fragData2=vec4<u32>(u32(uniforms.labelId.x)|(u32(uniforms.labelId.y)<<16u),0u,0u,1u);',
      ].join('\n'),
    }
  }
}
