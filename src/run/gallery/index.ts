/** gallery: what scenarios can show, as pictures with their names. */
export { GALLERY_GROUPS, groupOf, type GalleryGroup, type Group } from './cards.ts'
export { drawScene } from './draw.ts'
export { galleryPage } from './page.ts'
export { halved, sheetOf, type SheetGroup } from './sheet.ts'
