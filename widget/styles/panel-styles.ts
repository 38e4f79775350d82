import offer from './offer.css?inline';
import panel from './panel.css?inline';

/** What the panel needs in any frame. */
export const panelStyles = panel + offer;
