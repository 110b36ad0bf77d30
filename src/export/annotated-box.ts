/** 3-D boxes by the rules of KITTI's and nuScenes' annotators, which OpenLABEL's cuboids follow too. */
import type { Box3d } from '../labels/index.ts'
import type { ActorSpec } from '../scenario/index.ts'

/** The box round a vehicle's body, without its mirrors, as nuScenes' instructions want it; of others the whole box. */
export const annotatedBox = (box: Box3d, { spec }: ActorSpec): Box3d => {
  const [length, width, height] = box.size
  return spec.kind === 'vehicle' ? { ...box, size: [length, Math.min(width, spec.width), height] } : box
}
