import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readScript } from '../../widget/host/find-script.ts';
import { SETTINGS } from '../../widget/page.ts';

const readme = readFileSync(`${import.meta.dirname}/../../widget/README.md`, 'utf8');
const source = (file: string) => readFileSync(`${import.meta.dirname}/../../widget/${file}`, 'utf8');

test("the widget's README names every attribute of the element", () => {
  expect(SETTINGS.filter((name) => !readme.includes(`| \`${name}\``))).toEqual([]);
});

test("the widget's README names every command", () => {
  const [, commands = ''] = /export type Commands = \{([\s\S]*?)\n\};/.exec(source('global-api.ts')) ?? [];
  const names = [...commands.matchAll(/^ {2}(\w+)\(/gm)].map(([, name]) => name);
  expect(names).toContain('identify');
  expect(names.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});

test("the widget's README names everything that the script tag may say", () => {
  const tag = document.createElement('script');
  tag.src = 'https://go.example.com/widget.js';
  const asked: string[] = [];
  const getAttribute = tag.getAttribute.bind(tag);
  tag.getAttribute = (name) => {
    asked.push(name);
    return getAttribute(name);
  };
  const dataset = new Proxy(
    {},
    {
      get: (_, name) => {
        asked.push(`data-${String(name).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
        return undefined;
      },
    },
  );
  Object.defineProperty(tag, 'dataset', { value: dataset });
  readScript(tag);
  expect(asked).toContain('data-site-key');
  expect(asked.filter((name) => !readme.includes(name))).toEqual([]);
});
