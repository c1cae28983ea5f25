/**
 * WGSL: functions whose built-in counterparts may be less accurate than the tolerance between devices. Arguments must be finite. The
 * logarithms use ln((1+s)/(1−s)) = 2·(s + s³/3 + s⁵/5 + …).
 */
export const math = `
// ln((1 + s) / (1 - s)) for |s| <= 1/3.
fn logRatio(s: f32) -> f32 {
  let q = s * s;
  var p = 0.0666666667;
  p = p * q + 0.0769230769;
  p = p * q + 0.0909090909;
  p = p * q + 0.1111111111;
  p = p * q + 0.1428571429;
  p = p * q + 0.2;
  p = p * q + 0.3333333333;
  return 2.0 * (s + s * q * p);
}
// ln x of a normal x > 0.
fn ln(x: f32) -> f32 {
  let bits = bitcast<u32>(x);
  var exponent = i32(bits >> 23u) - 127;
  var m = bitcast<f32>((bits & 0x7fffffu) | 0x3f800000u);
  if (m > 1.41421356) {
    m = 0.5 * m;
    exponent = exponent + 1;
  }
  return f32(exponent) * 0.693147181 + logRatio((m - 1.0) / (m + 1.0));
}
// ln(1 + x) for 0 <= x <= 1.
fn ln1p(x: f32) -> f32 { return logRatio(x / (2.0 + x)); }
// e^x with x = n ln 2 + r: a polynomial of degree 5 in r (Cephes); n is added to the exponent. 0 where the result would be subnormal.
fn expOf(x: f32) -> f32 {
  if (x < -87.0) { return 0.0; }
  let n = round(min(x, 88.0) * 1.44269504);
  let r = (min(x, 88.0) - n * 0.693359375) + n * 2.12194440e-4;
  var p = 1.9875691500e-4 * r + 1.3981999507e-3;
  p = p * r + 8.3334519073e-3;
  p = p * r + 4.1665795894e-2;
  p = p * r + 1.6666665459e-1;
  p = p * r + 5.0000001201e-1;
  return (p * r * r + r + 1.0) * bitcast<f32>((i32(n) + 127) << 23u);
}
fn sigmoid(x: f32) -> f32 {
  if (x < -87.0) { return 0.0; }
  return 1.0 / (1.0 + expOf(-x));
}
// An odd polynomial (Cephes) for |x| < 0.625. For large |x|, exactly 1 where that is the nearest float32.
fn tanhOf(x: f32) -> f32 {
  let size = abs(x);
  let y = x * x;
  var p = -5.70498872745e-3 * y + 2.06390887954e-2;
  p = p * y - 5.37397155531e-2;
  p = p * y + 1.33314422036e-1;
  p = p * y - 3.33332819422e-1;
  let near = p * y * x + x;
  let far = 1.0 - 2.0 / (expOf(2.0 * size) + 1.0);
  return select(select(far, -far, x < 0.0), near, size < 0.625);
}
// The normal distribution's cumulative function, to 2e-7 absolute: a minimax fit of ours, as in the wasm device's math.ts.
fn normal(x: f32) -> f32 {
  if (abs(x) >= 5.4) { return select(0.0, 1.0, x > 0.0); }
  let y = x * x;
  var p = 2.3386684589e-8 * y + 6.3600282375e-6;
  p = p * y + 1.6432261327e-4;
  p = p * y + 4.6508568339e-3;
  p = p * y + 3.3372316509e-2;
  p = p * y + 3.9894223213e-1;
  var q = 1.2165901353e-6 * y + 7.2400485806e-5;
  q = q * y + 1.8589867977e-3;
  q = q * y + 2.8378738090e-2;
  q = q * y + 2.5031808019e-1;
  q = q * y + 1.0;
  return 0.5 + x * p / q;
}`;
