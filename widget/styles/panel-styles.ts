import friends from './friends.css?inline';
import offer from './offer.css?inline';
import panel from './panel.css?inline';
import rewards from './rewards.css?inline';

/** What the panel needs in any frame. */
export const panelStyles = panel + offer + rewards + friends;
