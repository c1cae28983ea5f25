const fonts = { 'system-ui': 'Inter', 'sans-serif': 'Inter', monospace: 'JetBrains Mono' };

/** For fontconfig: fonts that look the same on every machine that has them, before those of the machine. */
export const fontConfiguration = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
${Object.entries(fonts).map(rule).join('\n')}
</fontconfig>
`;

function rule([family, font]: readonly [string, string]): string {
  return `  <match target="pattern">
    <test name="family"><string>${family}</string></test>
    <edit name="family" mode="prepend" binding="strong"><string>${font}</string></edit>
  </match>`;
}
