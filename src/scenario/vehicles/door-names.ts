/** Names of doors, and of the actors that they are. */
export const DOORS = ['front-left', 'front-right'] as const
export type DoorName = (typeof DOORS)[number]

/** The actor that a vehicle's door is. */
export const doorId = (vehicle: string, door: DoorName): string => `${vehicle}.${door}`
