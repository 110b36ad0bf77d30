/**
 * export: one folder a format behind the Exporter interface. Codecs live here and nowhere else.
 */
export * from './exporter.ts'
