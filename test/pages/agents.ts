const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const PIXEL = `Mozilla/5.0 (Linux; Android 14; Pixel 7 Build/UQ1A.240105.004; wv) ${WEBKIT} Version/4.0 Chrome/120.0.0.0 Mobile Safari/537.36`;

/** Agents that fetch a link to draw a preview of it. */
export const PREVIEW_AGENTS = [
  'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
  // iMessage
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0',
  'meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)',
  'WhatsApp/2.23.20.0 A',
  'WhatsApp/2.2412.54 W',
  'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
  'Slack-ImgProxy (+https://api.slack.com/robots)',
  'Twitterbot/1.0',
  'LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)',
  'TelegramBot (like TwitterBot)',
  'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)',
  'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com',
  'Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; +mailto:support@bsky.app)',
  'Mastodon/4.2.1 (http.rb/5.1.1; +https://mastodon.social/)',
  'Mozilla/5.0 (compatible; Pinterestbot/1.0; +http://www.pinterest.com/bot.html)',
  'Mozilla/5.0 (compatible; redditbot/1.0; +http://www.reddit.com/feedback)',
  'Viber/13.3.0.1 CFNetwork/1121.2.1 Darwin/19.3.0',
  `${IPHONE} Mobile/15E148 Viber/21.0`,
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15 (Applebot/0.1; +http://www.apple.com/go/applebot)',
];

/** Search engines, mail gateways, monitors and tools. */
export const OTHER_BOTS = [
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
  'Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)',
  'DuckDuckBot/1.1; (+http://duckduckgo.com/duckduckbot.html)',
  'Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)',
  'GPTBot/1.2; +https://openai.com/gptbot',
  'BarracudaCentral.com LinkChecker bot',
  `Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} HeadlessChrome/120.0.0.0 Safari/537.36`,
  'curl/8.5.0',
  'python-requests/2.31.0',
  'Go-http-client/2.0',
  'Wget/1.21.4',
  '',
];

/** People, mostly in the browsers that apps bring along; isbot once took Instagram on a Pixel for a machine. */
export const REAL_BROWSERS = [
  `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/129.0.0.0 Safari/537.36`,
  'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0',
  `${IPHONE} Version/17.5 Mobile/15E148 Safari/604.1`,
  `${IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/460.0.0.30.109;FBDV/iPhone14,5;FBMD/iPhone;FBSN/iOS;FBSV/17.5]`,
  `${PIXEL} [FB_IAB/FB4A;FBAV/441.0.0.32.109;]`,
  `${IPHONE} Mobile/15E148 Instagram 330.0.0.24.97 (iPhone14,5; iOS 17_5; en_US; en; scale=3.00; 1170x2532; 595515395)`,
  `${PIXEL} Instagram 301.0.0.27.109 Android (34/14; 420dpi; 1080x2138; Google/google; Pixel 7; panther; panther; en_US; 517986703)`,
  `${PIXEL} musical_ly_2023305040 JsSdk/1.0 NetType/WIFI Channel/googleplay AppName/musical_ly app_version/33.5.4`,
  `${IPHONE} Mobile/15E148 Snapchat/12.80.0.40 (like Safari/8614.3.7, panda)`,
  `${IPHONE} Mobile/15E148 LinkedInApp/9.29.4773`,
  `${PIXEL} Line/14.4.0/IAB`,
];
