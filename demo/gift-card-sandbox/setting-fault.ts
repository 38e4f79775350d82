/** Something that whoever started the sandbox has to mend. The message is one full sentence for that person. */
export class SettingFault extends Error {
  override name = 'SettingFault';
}
