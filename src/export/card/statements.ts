/** What every data card says of rights and of people. */
export const LICENCE_STATEMENT =
  'The licence is the choice of whoever made this data set. Shapes, roads, weather and pictures are computed by the ' +
  'generator, which claims no right in what it makes, so nothing stands against giving it away (CC0-1.0 unless said ' +
  'otherwise). A road map that a scenario names keeps the licence of its maker.'

export const PRIVACY_STATEMENT =
  'No person, number plate or place in this data set is real: nothing was recorded, people, vehicles, plates and roads ' +
  'are computed. (A map of a real place comes in only where a scenario of the maker’s own names one.)'
