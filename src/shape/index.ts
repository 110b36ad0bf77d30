/**
 * shape: the world's things as plain triangle meshes, from vehicle specs, the road and a seed.
 * The camera draws them, the lidar hits them, the boxes are measured on them.
 */
export * from './shape.ts'
export { SKELETONS, skeletonOf, type Keypoint, type Skeleton } from './keypoints.ts'
export * from './bounds.ts'
export * from './actor-shape.ts'
export { dotsOf } from './lettering.ts'
export * from './scenery/index.ts'
export * from './limbs.ts'
export * from './wheel-pose.ts'
export * from './plumes.ts'
export * from './world-shapes.ts'
export * from './detail/levels.ts'
