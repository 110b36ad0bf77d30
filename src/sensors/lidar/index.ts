/** lidar: from the world's triangles to what a spinning device gives. */
export { airOf } from './air.ts'
export { CLEAR, type Between } from './echoes.ts'
export { windowOf } from './fault.ts'
export { clearPoints, lidar } from './lidar.ts'
export { NO_POINTS, type LidarPoints } from './points.ts'
export { scanTurn, type LidarScan } from './scan.ts'
