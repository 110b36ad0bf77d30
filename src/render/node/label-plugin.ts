/**
 * Adds the label outputs to a Babylon material, so that colour, depth and ids come out of one geometry pass:
 * attachment 0 the colour, 1 the depth along the optical axis (r32float, m), 2 the id (r32uint).
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
import { idOf } from '../ids.ts'

export class LabelPlugin extends MaterialPluginBase {
  readonly #isSky: boolean

  /** @param isSky true for the dome: its depth is infinite. */
  constructor(material: Material, isSky: boolean) {
    // What changes the code must be in the defines, or a stale shader is reused.
    super(material, 'Labels', 900, { LABELS: true, LABELS_SKY: false }, false, false)
    this.#isSky = isSky
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
      '!fragmentOutputs\\.color=finalColor;': [
        'fragmentOutputs.fragData0=finalColor;',
        '#ifdef LABELS_SKY',
        'fragmentOutputs.fragData1=vec4f(uniforms.labelId.z,0.0,0.0,1.0);',
        '#else',
        'fragmentOutputs.fragData1=vec4f(1.0/fragmentInputs.position.w,0.0,0.0,1.0);',
        '#endif',
        'fragmentOutputs.fragData2=vec4<u32>(u32(uniforms.labelId.x)|(u32(uniforms.labelId.y)<<16u),0u,0u,1u);',
      ].join('\n'),
    }
  }
}
