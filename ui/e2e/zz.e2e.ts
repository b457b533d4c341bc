import { test } from "vitest";
import { launch, open, small, large } from "./browser";
const P={name:"Nguyễn Thị Thanh Huyền",birthYear:1990,lastFour:"0001",kind:"citizen-card" as const};
test("shots", async()=>{
 const b=await launch();
 for(const [n,size] of ([["s",small],["l",large]] as const).filter(([n])=>(process.env.S??"sl").includes(n))) for (const q of (process.env.Q??"arrangement=to-guard,arrangement=to-visitor").split(",")){
  const tag=n+"-"+q.replace(/[^a-z]/g,"");
  const {page,complaints}=await open(b,q,size);
  const shot=(name:string)=>page.screenshot({path:`/tmp/shots/${tag}-${name}.png`});
  await page.waitForTimeout(300);
  await shot("idle");
  for (const v of (process.env.V??"in,out,already,look,refuse,foreign,unknown").split(",") as any[]){
    await page.evaluate(([v,P])=>window.pretend.show({verdict:v, ...(v==="foreign"||v==="unknown"?{}:P as any), foreign:v==="foreign"?"bank-transfer":null, since: v==="already"?Date.now()-1e6:null, reasons: v==="look"?["birth-date-impossible"]:[] }),[v,P] as const);
    await page.waitForTimeout(150);
    if(["in","out","look","refuse"].includes(v)) await shot(v+"-full");
    if(v==="look"||v==="refuse"||v==="in") await page.waitForTimeout(3100);
    await shot(v);
    if(v==="look"||v==="refuse") await page.keyboard.press("Space");
    if(v==="foreign"||v==="unknown"){await page.evaluate(()=>window.pretend.set({shown:null}))}
  }
  for(const k of ["F2","F3","F4","F8"]){ await page.keyboard.press(k); await page.waitForTimeout(120); if(k==="F2"){await page.keyboard.type("ng");await page.keyboard.press("ArrowDown");await page.waitForTimeout(80)} await shot(k); }
  await page.keyboard.press("Escape");
  await page.click("[data-testid=key-purpose]"); await page.waitForTimeout(80); await shot("purposes"); await page.keyboard.press("Escape");
  await page.evaluate(()=>window.pretend.set({store:"disk-full",camera:"busy",gap:{from:Date.now()-3e6,to:Date.now()-1e6},sound:"absent",demo:true})); await page.waitForTimeout(100); await shot("trouble");
  await page.evaluate(()=>window.pretend.set({store:"key-file",shown:null,rush:false,hint:"closer",darkness:.7})); await page.waitForTimeout(800); await shot("bars");
  console.log(tag,complaints);
  await page.close();
 }
 const {page}=await open(b,"arrangement=none",small); await page.screenshot({path:"/tmp/shots/s-setup.png"});
 await b.close();
},120000);
