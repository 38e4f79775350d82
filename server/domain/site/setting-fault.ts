/** A place in the configuration (`sites[0].programs[1].hold.days`) and what is wrong there. */
export type SettingFault = { path: string; message: string };
